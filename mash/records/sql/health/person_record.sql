-- Grain: one row per patient.
insert into person_record by name
with cleaned as (
    select *, birth_date(date_of_birth, $as_of) as born from patients
)

select
    $agency || ':' || local_patient_id as record_key,
    $agency as agency,
    'patients' as dataset,
    _extract as extract,
    _row as source_row,
    local_patient_id as source_id,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    clean_sex(sex) as sex,
    clean_code(ethnicity_code) as ethnicity_code,
    multiple_birth_order between 1 and 7 as multiple_birth, -- 8 not applicable, 9 not known (NHS Data Dictionary)
    sensitive as restricted
from cleaned
