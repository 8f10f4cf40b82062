-- Grain: one row per case: the colour expected of it and the true persons expected among its flagged adults.
create or replace table reference as
with

exposed as (
    select exposures.case_id, list(distinct exposures.person_id) as persons
    from truth.exposures
    group by exposures.case_id
)

select proposals.case_id, proposals.colour, coalesce(exposed.persons, []) as persons
from truth.proposals
left join exposed using (case_id)
