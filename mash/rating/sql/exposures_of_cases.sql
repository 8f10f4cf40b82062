-- Grain: one row per case asked for and step of the best path to a flagged adult.
with asked as (
    select unnest($case_ids::json::varchar[]) as case_id
)

select
    exposure.case_id,
    exposure.person_id,
    exposure.hops,
    exposure.identity,
    exposure_leg.from_person,
    exposure_leg.to_person,
    exposure_leg.tie_id
from exposure
semi join asked using (case_id)
inner join exposure_leg using (case_id, person_id)
order by exposure.case_id, exposure.hops, exposure.person_id, exposure_leg.step
