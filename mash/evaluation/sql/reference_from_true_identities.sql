-- Grain: one row per case: the colour expected of it and the true persons expected among its flagged adults.
create or replace table reference as
with

exposed as (
    select distinct
        exposure.case_id,
        {'person_id': scored_record.true_person_id, 'kind': person_flag.kind, 'hops': exposure.hops} as found
    from exposure
    inner join person_flag using (person_id)
    inner join scored_record using (record_key)
    where person_flag.status = 'current' and list_contains($kinds::varchar[], person_flag.kind)
),

listed as (
    select case_id, list(found order by found) as flagged from exposed group by case_id
)

select proposal.case_id, proposal.colour, coalesce(listed.flagged, []) as flagged
from proposal
left join listed using (case_id)
