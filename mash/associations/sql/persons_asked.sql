-- Grain: one row per person asked for.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select
    person.person_id,
    person.forenames,
    person.surname,
    person.names,
    person.date_of_birth,
    person.is_adult,
    person.restricted,
    person.agencies
from person
semi join asked using (person_id)
order by person.person_id
