-- Grain: one row per person asked for who is tied to too many to be followed further.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select distinct hop.from_person as person_id
from hop
inner join asked on hop.from_person = asked.person_id
where hop.busy
order by person_id
