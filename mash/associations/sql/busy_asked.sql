-- Grain: one row per person asked for who is tied to too many to be followed further, and to how many.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select
    hop.from_person as person_id,
    count(*)::integer as persons
from hop
semi join asked on hop.from_person = asked.person_id
where hop.busy
group by hop.from_person
order by hop.from_person
