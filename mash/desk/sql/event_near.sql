-- Grain: one row per event that a person asked for had a part in.
create table kept.event as
with events as (
    select distinct event_no
    from kept.event_role
)

select *
from desk.event
semi join events using (event_no)
