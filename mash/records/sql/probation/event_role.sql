-- Grain: one row per licence condition.
insert into event_role by name
select
    concat_ws(':', $agency, 'licence_conditions', fact_key(licence_conditions)) as event_key,
    $agency || ':' || crn as record_key,
    'offender' as role,
    'licence_conditions' as dataset,
    _extract as extract,
    _row as source_row
from licence_conditions
