-- Grain: one row per part of a record in an event, by whose it is, with the number of the event.
create or replace table desk.event_role as
select
    record_number.person_no,
    event_number.event_no,
    event_role.*
from event_role
inner join event_number using (event_key)
left join record_number using (record_key)
order by record_number.person_no, event_number.event_no, event_role.role
