-- Grain: one row per record, with the person it belongs to, as exported.
select
    record_key,
    person_id
from membership
order by record_key
