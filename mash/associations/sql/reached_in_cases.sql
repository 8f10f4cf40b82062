-- Grain: one row per case asked for and person in its reach.
with asked as (
    select unnest($case_ids::json::varchar[]) as case_id
)

select
    reach.case_id,
    reach.person_id
from reach
semi join asked using (case_id)
order by reach.case_id, reach.person_id
