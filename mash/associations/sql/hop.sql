-- Grain: one row per ordered pair of persons who are tied strongly enough to be followed, with their best tie.
-- Only what the frontier needs, sorted by what it is looked up by. Busy: tied to more persons than the cap (a
-- professional who reports many occurrences), so reached but not followed further.
create or replace table hop as
with
both_ways as (
    select
        person_a as from_person,
        person_b as to_person,
        tie_id,
        strength
    from tie
    where strength >= $follow_at_least::double
    union all
    select
        person_b as from_person,
        person_a as to_person,
        tie_id,
        strength
    from tie
    where strength >= $follow_at_least::double
),

best as (
    select *
    from both_ways
    qualify row_number() over (partition by from_person, to_person order by strength desc, tie_id) = 1
)

select
    *,
    count(*) over (partition by from_person) > $person_cap::integer as busy
from best
order by from_person, to_person
