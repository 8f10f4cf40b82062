-- Grain: one row per open case and person within reach; the child itself at 0 hops is the seed.
create or replace table reach as
select
    case_id,
    child_person_id as person_id,
    0::integer as hops,
    null::varchar as via,
    null::varchar as tie_id,
    1.0::double as strength,
    'confirmed' as identity
from open_case
