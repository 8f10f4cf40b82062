-- Grain: one row per open case asked for and piece of evidence its proposal stands on.
with asked as (
    select unnest($case_ids::json::varchar[]) as case_id
)

select
    proposal_evidence.case_id,
    proposal_evidence.kind,
    proposal_evidence.says,
    proposal_evidence.person_a,
    proposal_evidence.person_b
from proposal_evidence
semi join asked using (case_id)
order by all
