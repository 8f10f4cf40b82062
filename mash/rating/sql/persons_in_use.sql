-- Grain: one row per person asked for who is one in this run.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select person.person_id
from person
semi join asked using (person_id)
order by person.person_id
