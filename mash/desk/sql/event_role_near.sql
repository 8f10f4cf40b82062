-- Grain: one row per part of a person asked for in an event, and of anybody else in the same.
create table kept.event_role as
with
own as (
    select *
    from desk.event_role
    semi join asked using (person_no)
),

events as (
    select distinct event_no
    from own
)

from own
union all
select *
from desk.role_in_event
semi join events using (event_no)
anti join asked using (person_no)
