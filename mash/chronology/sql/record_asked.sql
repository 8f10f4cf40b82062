-- Grain: one row per record of the persons asked for.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select
    membership.record_key,
    membership.person_id,
    coalesce(person.restricted, false) as restricted
from membership
semi join asked using (person_id)
inner join person using (person_id)
order by membership.record_key
