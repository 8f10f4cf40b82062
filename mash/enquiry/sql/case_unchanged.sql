-- Grain: one row where the case was open in the run before too and is proposed as it was there, on the same grounds; else
-- none. A run whose every piece is of a later day than the one before was compared with nothing: an earlier version's.
select proposal.colour
from proposal
anti join change on proposal.case_id = change.case_id
semi join evidence_raised as raised on proposal.case_id = raised.case_id and raised.raised_on <= $day_before::date
where proposal.case_id = $case_id and proposal.child_person_id = $child
