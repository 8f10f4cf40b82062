-- Grain: one row per tie that has any of the persons at an end.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select tie.*
from tie
semi join asked on tie.person_a = asked.person_id
union
select tie.*
from tie
semi join asked on tie.person_b = asked.person_id
order by tie_id
