-- Grain: one row per agency: how many records of its own it holds, and how many of them say what records are matched by.
-- People only named inside another record are left out: nobody is asked for their birthday.
create or replace temp table completeness as
with

placed as (
    select distinct record_key from stay where postcode is not null
),

numbered as (
    select distinct record_key from record_identifier where scheme = 'nhs' and canonical is not null
)

select
    person_record.agency,
    count(*) as records,
    count(person_record.date_of_birth) as with_date_of_birth,
    count(placed.record_key) as with_postcode,
    count(numbered.record_key) as with_nhs_number
from person_record
left join placed using (record_key)
left join numbered using (record_key)
where person_record.named_in is null
group by person_record.agency
order by person_record.agency
