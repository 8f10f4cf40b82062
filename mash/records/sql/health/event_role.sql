-- Grain: one row per attendance.
insert into event_role by name
select
    concat_ws(':', $agency, 'attendances', fact_key(attendances)) as event_key,
    $agency || ':' || local_patient_id as record_key,
    'patient' as role,
    'attendances' as dataset,
    _extract as extract,
    _row as source_row
from attendances
