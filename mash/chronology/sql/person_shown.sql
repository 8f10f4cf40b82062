-- Grain: one row per person asked for: what to call them, and how old they are.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select
    person.person_id,
    coalesce(nullif(concat_ws(' ', person.forenames, person.surname), ''), person.names[1], person.person_id) as name,
    person.date_of_birth,
    person.sex
from person
semi join asked using (person_id)
order by person.person_id
