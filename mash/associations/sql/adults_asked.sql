-- Grain: one row per person asked for, and whether they are an adult; null when no date of birth is known.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select
    person.person_id,
    person.is_adult
from person
semi join asked using (person_id)
order by person.person_id
