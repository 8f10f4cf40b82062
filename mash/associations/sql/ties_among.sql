-- Grain: one row per tie between two of the persons.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select tie.*
from tie
semi join asked as a on tie.person_a = a.person_id
semi join asked as b on tie.person_b = b.person_id
order by tie.tie_id
