-- Grain: takes away the relationships under a handling code whose ties are withheld.
delete from declared_relationship
where list_contains($codes::varchar[], handling_code)
