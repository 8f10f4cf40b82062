-- Grain: one row per event that anybody had a part in, numbered in the order of the first of them.
create or replace temp table event_number as
with first_in_it as (
    select
        event_role.event_key,
        min(record_number.person_no) as person_no
    from event_role
    left join record_number using (record_key)
    group by event_role.event_key
)

select
    event_key,
    (row_number() over (order by person_no nulls last, event_key))::integer as event_no
from first_in_it
