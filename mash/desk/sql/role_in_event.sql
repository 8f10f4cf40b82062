-- Grain: one row per part of a record in an event, by the event.
create or replace table desk.role_in_event as
select *
from desk.event_role
order by event_no, person_no, role
