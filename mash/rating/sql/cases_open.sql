-- Grain: one row per open case; all of them when no case is asked for.
select
    case_id,
    child_person_id,
    received_at,
    concern,
    initial_rating,
    decided_rating
from open_case
where $case_id::varchar is null or case_id = $case_id::varchar
order by case_id
