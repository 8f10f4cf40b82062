-- Grain: one row per proposal, with what it takes to tell whether it changed.
select
    case_id,
    colour,
    fingerprint
from proposal
order by case_id
