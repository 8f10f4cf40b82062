-- Grain: one row per patient.
insert into record_name by name
select
    $agency || ':' || local_patient_id as record_key,
    'current' as kind,
    clean_forenames(forenames) as forenames,
    clean_surname(surname) as surname,
    raw_name(forenames, surname) as raw
from patients
