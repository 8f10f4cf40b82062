-- Grain: tells the condition of a handling code wherever a row under it is told.
update tie_evidence
set says = replace(says, 'handling ' || $code || ': conditions apply', 'handling ' || $code || ': ' || $condition)
