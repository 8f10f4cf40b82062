-- Grain: one row per open case and flagged record that came into its reach because records were put together: the flagged
-- record stood in another person in the run before, or in none, and its person has other records that were known then.
-- Only cases open in both runs, flags that are current, and identities that are confirmed.
create or replace table flag_join as
with

flagged as (
    select distinct person_flag.person_id, person_flag.record_key, membership_before.person_id as person_before
    from person_flag
    left join membership_before using (record_key)
    where person_flag.status = 'current'
),

known as (
    select distinct membership.person_id, membership_before.person_id as person_before
    from membership
    inner join membership_before using (record_key)
),

brought as (
    select distinct flagged.*
    from flagged
    inner join known
        on flagged.person_id = known.person_id and flagged.person_before is distinct from known.person_before
)

select exposure.case_id, brought.person_id, brought.record_key, brought.person_before
from exposure
inner join brought using (person_id)
semi join case_before on exposure.case_id = case_before.case_id
anti join exposure_before
    on exposure.case_id = exposure_before.case_id and brought.person_before = exposure_before.person_id
where exposure.identity = 'confirmed'
order by all
