-- Grain: one row per person.
insert into person_record by name
with cleaned as (
    select *, birth_date(date_of_birth, $as_of) as born from persons
)

select
    $agency || ':' || social_care_id as record_key,
    $agency as agency,
    'persons' as dataset,
    _extract as extract,
    _row as source_row,
    social_care_id as source_id,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    clean_sex(sex) as sex,
    case when born is null then clean_date(expected_date_of_birth) end as expected_date_of_birth,
    clean_code(ethnicity_code) as ethnicity_code,
    restricted
from cleaned
