-- Grain: one row per open case and person within reach, by the best path there: a confirmed one if there is any.
create or replace view reach as
select
    case_id,
    person_id,
    hops,
    via,
    tie_id,
    strength,
    identity
from met
where not nearer
