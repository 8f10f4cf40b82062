-- Grain: one row per possible identity that has any of the persons at an end: who its ends are, and no more.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select
    possible_identity.person_a,
    possible_identity.person_b
from possible_identity
semi join asked on possible_identity.person_a = asked.person_id
union
select
    possible_identity.person_a,
    possible_identity.person_b
from possible_identity
semi join asked on possible_identity.person_b = asked.person_id
