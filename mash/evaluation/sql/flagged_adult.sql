-- Grain: one row per source, case and true person shown as a flagged adult: by the run, by the engine on the true
-- identities, by the plain reading of what was sent, and by the reference. A current flag of a counted kind is of the person whose record bears it, whoever it was shown as.
create or replace table flagged_adult as
with

shown as (
    select 'run' as source, exposure.case_id, exposure.identity, person_flag.record_key
    from hub.exposure
    inner join hub.person_flag on exposure.person_id = person_flag.person_id
    where person_flag.status = 'current' and list_contains($kinds::varchar[], person_flag.kind)
    union all
    select 'true identities', exposure.case_id, exposure.identity, person_flag.record_key
    from exposure
    inner join person_flag using (person_id)
    where person_flag.status = 'current' and list_contains($kinds::varchar[], person_flag.kind)
    union all
    select 'what was sent', judged_exposure.case_id, 'confirmed', person_flag.record_key
    from judged_exposure
    inner join person_flag using (person_id)
    where person_flag.status = 'current' and list_contains($kinds::varchar[], person_flag.kind)
),

told as (
    select shown.source, shown.case_id, scored_record.true_person_id as person_id, min(shown.identity) as identity
    from shown
    inner join scored_record using (record_key)
    group by all

    union all

    select 'reference', expected.case_id, expected.one.person_id, 'confirmed'
    from (select case_id, unnest(flagged) as one from reference) as expected
    group by all
)

select told.source, told.case_id, told.person_id, told.identity
from told
semi join reference using (case_id)
semi join hub.proposal on told.case_id = proposal.case_id
