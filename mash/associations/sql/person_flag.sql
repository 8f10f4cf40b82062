-- Grain: one row per person and flag that has begun, with its status as of the run.
-- Current only if the agency says so and its dates do; a status that is not on the list is taken as expired. One that ended
-- between the day and the day the agencies told of it was current on the day.
create or replace table person_flag as
select
    membership.person_id,
    flag.kind,
    flag.scheme,
    flag.category,
    flag.level,
    flag.authority,
    case
        when
            flag.status in ('expired', 'discharged')
            and flag.valid_to >= $as_of::date
            and flag.valid_to < $told_on::date
            then 'current'
        when flag.status = 'discharged' then 'discharged'
        when flag.status = 'current' and coalesce(flag.valid_to >= $as_of::date, true) then 'current'
        else 'expired'
    end as status,
    flag.valid_from,
    flag.valid_to,
    flag.agency,
    flag.dataset,
    flag.extract,
    flag.source_row,
    flag.record_key
from flag
inner join membership using (record_key)
where coalesce(flag.valid_from <= $as_of::date, true)
order by membership.person_id, flag.kind, flag.scheme, flag.agency, flag.dataset, flag.extract, flag.source_row
