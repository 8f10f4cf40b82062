-- Grain: one row per person asked for and other who may be the same person.
with
asked as (
    select unnest($persons::json::varchar[]) as person_id
),

linked as (
    select
        person_a as person_id,
        person_b as other
    from possible_identity
    union
    select
        person_b as person_id,
        person_a as other
    from possible_identity
)

select
    linked.person_id,
    linked.other
from linked
semi join asked using (person_id)
order by linked.person_id, linked.other
