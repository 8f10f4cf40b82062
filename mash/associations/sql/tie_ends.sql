-- Grain: one row per person at the other end of a tie, of at least so much strength, of somebody asked for.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select tie.person_b as person_id
from tie
semi join asked on tie.person_a = asked.person_id
where tie.strength >= $at_least
union
select tie.person_a as person_id
from tie
semi join asked on tie.person_b = asked.person_id
where tie.strength >= $at_least
