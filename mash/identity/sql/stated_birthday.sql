-- Grain: one row per record whose day of birth is known; the day as days since 1970, the agency as a number from 0.
select
    record_id as record,
    datediff('day', date '1970-01-01', dob::date)::bigint as day,
    dense_rank() over (order by agency) - 1 as agency
from linkage_record
where dob is not null
