-- Grain: one row per open case and person within reach, and one more for each whom confirmed ties reach and who may be
-- somebody nearer, or is tied to such ("nearer"): from there the search goes on as from the nearer one.
-- The child itself at 0 hops is the seed.
create or replace table met as
select
    case_id,
    child_person_id as person_id,
    0::integer as hops,
    null::varchar as via,
    null::varchar as tie_id,
    1.0::double as strength,
    'confirmed' as identity,
    false as nearer
from open_case
