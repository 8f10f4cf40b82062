-- Grain: one row per event that anybody had a part in.
create or replace table desk.event as
select
    event_number.event_no,
    event.*
from event
inner join event_number using (event_key)
order by event_number.event_no
