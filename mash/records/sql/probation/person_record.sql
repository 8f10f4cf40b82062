-- Grain: one row per offender.
insert into person_record by name
with cleaned as (
    select *, birth_date(date_of_birth, $as_of) as born from offenders
)

select
    $agency || ':' || crn as record_key,
    $agency as agency,
    'offenders' as dataset,
    _extract as extract,
    _row as source_row,
    crn as source_id,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    clean_sex(sex) as sex,
    clean_code(ethnicity_code) as ethnicity_code
from cleaned
