-- Grain: one row per patient and period at an address.
insert into stay by name
select
    concat_ws(':', $agency, 'patient_addresses', fact_key(patient_addresses)) as stay_id,
    $agency || ':' || local_patient_id as record_key,
    $agency as agency,
    'patient_addresses' as dataset,
    _extract as extract,
    _row as source_row,
    unnest(stay_at(patient_addresses, null))
from patient_addresses
