-- Grain: one row per case asked for, and the persons in its reach, the child among them.
with asked as (
    select unnest($case_ids::json::varchar[]) as case_id
)

select
    reach.case_id,
    list(reach.person_id) as person_ids
from reach
semi join asked using (case_id)
group by reach.case_id
order by reach.case_id
