-- Grain: one row per record: what the model compares, as scalars and sorted arrays; null, never empty, when unknown.
-- record_id numbers the records in the order of their keys.
create or replace table linkage_record as
with

numbered as ( -- apart, for sorting whole rows costs more than all the rest
    select record_key, row_number() over (order by record_key) - 1 as record_id from person_record
),

birth as (
    select
        record_key,
        case when dob_precision = 'day' then date_of_birth end as day_of_birth,
        extract(year from date_of_birth)::integer as birth_year,
        coalesce(date_of_birth > $as_of::date - to_years($youngest_parent), false) as child,
        coalesce(date_of_birth > $as_of::date - to_years($age_of_consent), false) as under_age
    from person_record
)

select
    numbered.record_id,
    person_record.record_key,
    person_record.agency,
    person_record.dataset,
    person_record.named_in,
    person_record.named_as,
    linkage_name.* exclude (record_key),
    birth.day_of_birth::varchar as dob,
    case
        when extract(day from birth.day_of_birth) <= 12 then strftime(birth.day_of_birth, '%Y-%d-%m')
    end as dob_swapped,
    birth.birth_year,
    birth.child,
    birth.under_age,
    coalesce(
        person_record.named_as in ('mother', 'father', 'parent', 'step-parent', 'grandparent', 'partner', 'ex-partner'),
        false
    ) as named_as_grown,
    coalesce(person_record.multiple_birth, false) as multiple_birth,
    case
        when person_record.date_of_birth is null then extract(year from person_record.expected_date_of_birth)
    end as due_year,
    sealed_record.record_key is not null as sealed,
    twin_home.record_key is not null as twin_home,
    person_record.sex,
    linkage_place.* exclude (record_key),
    linkage_key.* exclude (record_key),
    police_forename.police_forenames,
    linkage_key.nhs[1] as main_nhs,
    linkage_place.postcodes[1] as main_postcode,
    linkage_kin.* exclude (record_key),
    linkage_kin_place.* exclude (record_key)
from person_record
inner join numbered using (record_key)
inner join birth using (record_key)
left join linkage_name using (record_key)
left join linkage_place using (record_key)
left join linkage_key using (record_key)
left join police_forename using (record_key)
left join linkage_kin using (record_key)
left join twin_home using (record_key)
left join sealed_record using (record_key)
left join linkage_kin_place using (record_key)
