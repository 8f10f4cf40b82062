-- Grain: one row per step of the best path to an exposed person, from the child outward; tie_id is null where the
-- step is a possible identity. Whom the search met twice it passed at the hops that the next step went on from.
create or replace table exposure_leg as
with recursive
back as (
    select
        exposure.case_id,
        exposure.person_id,
        reach.via as from_person,
        reach.person_id as to_person,
        reach.tie_id,
        reach.hops - (reach.tie_id is not null)::integer as from_hops,
        1 as from_end
    from exposure
    inner join reach using (case_id, person_id)
    union all
    select
        back.case_id,
        back.person_id,
        met.via as from_person,
        met.person_id as to_person,
        met.tie_id,
        met.hops - (met.tie_id is not null)::integer as from_hops,
        back.from_end + 1 as from_end
    from back
    inner join met
        on back.case_id = met.case_id and back.from_person = met.person_id and back.from_hops = met.hops
    where met.via is not null
)

select
    case_id,
    person_id,
    row_number() over (partition by case_id, person_id order by from_end desc)::integer as step,
    from_person,
    to_person,
    tie_id
from back
order by case_id, person_id, step
