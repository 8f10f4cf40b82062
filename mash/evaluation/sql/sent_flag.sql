-- Grain: one row per flag of a true person that had begun, and whether it goes on.
select
    membership.person_id,
    flag.kind,
    flag.status = 'current' and coalesce(flag.valid_to >= $as_of::date, true) as goes_on
from flag
inner join membership using (record_key)
where coalesce(flag.valid_from <= $as_of::date, true)
