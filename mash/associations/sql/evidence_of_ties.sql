-- Grain: one row per tie asked for and row of an extract it rests on.
with asked as (
    select unnest($tie_ids::json::varchar[]) as tie_id
)

select
    tie_evidence.tie_id,
    tie_evidence.agency,
    tie_evidence.dataset,
    tie_evidence.extract,
    tie_evidence.source_row,
    tie_evidence.says,
    tie_evidence.from_date,
    tie_evidence.to_date
from tie_evidence
semi join asked using (tie_id)
order by
    tie_evidence.tie_id,
    tie_evidence.agency,
    tie_evidence.dataset,
    tie_evidence.extract,
    tie_evidence.source_row
