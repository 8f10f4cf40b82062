-- Grain: one row per tie asked for by its id, with the first day that any row it stands on states.
with
asked as (
    select unnest($tie_ids::json::varchar[]) as tie_id
),

stated as (
    select
        tie_evidence.tie_id,
        min(tie_evidence.from_date) as stated
    from tie_evidence
    semi join asked using (tie_id)
    group by tie_evidence.tie_id
)

select
    tie.*,
    stated.stated
from tie
semi join asked using (tie_id)
left join stated on tie.tie_id = stated.tie_id
order by tie.tie_id
