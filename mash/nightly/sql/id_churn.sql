-- Grain: one row per thing that may become of a person id: how many ids of the run before it happened to.
create or replace temp table id_churn as
with

happened as (
    select kind, count(distinct person_id) as ids from person_event group by kind
),

known as (
    select count(distinct person_id) as persons from membership_before
)

select kind, coalesce(happened.ids, 0) as ids, known.persons
from (values ('merged'), ('split'), ('retired')) as possible (kind)
left join happened using (kind)
cross join known
order by kind
