-- Grain: one row per pair of persons, kind and class of tie, as exported.
select
    tie_id,
    person_a,
    person_b,
    kind,
    class,
    a_is,
    b_is,
    from_date,
    to_date,
    strength,
    sources,
    agencies,
    grade,
    handling_code
from tie
order by tie_id
