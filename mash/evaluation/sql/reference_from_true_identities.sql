-- Grain: one row per case: the colour expected of it and the true persons expected among its flagged adults.
create or replace table reference as
with

exposed as (
    select exposure.case_id, list(distinct scored_record.true_person_id) as persons
    from exposure
    inner join person_flag using (person_id)
    inner join scored_record using (record_key)
    where person_flag.status = 'current' and list_contains($kinds::varchar[], person_flag.kind)
    group by exposure.case_id
)

select proposal.case_id, proposal.colour, coalesce(exposed.persons, []) as persons
from proposal
left join exposed using (case_id)
