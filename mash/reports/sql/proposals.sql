-- Grain: one row per open case, as exported.
select
    case_id,
    child_person_id,
    colour,
    at_least,
    direction,
    initial_rating,
    decided_rating,
    certainty,
    adults_in_reach,
    flagged_adults,
    expected_by_chance,
    missing_agencies,
    due_by,
    due_stage,
    fingerprint
from proposal
order by case_id
