-- Grain: one row per tie asked for by its id.
with asked as (
    select unnest($tie_ids::json::varchar[]) as tie_id
)

select tie.*
from tie
semi join asked using (tie_id)
order by tie.tie_id
