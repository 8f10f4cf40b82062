-- Grain: one row per attendance.
insert into event by name
select
    concat_ws(':', $agency, 'attendances', fact_key(attendances)) as event_key,
    $agency as agency,
    'attendances' as dataset,
    _extract as extract,
    _row as source_row,
    'attendance' as kind,
    clean_text(setting) as category,
    attended_on as occurred_on,
    if(safeguarding_concern, 'safeguarding concern', null) as outcome,
    clean_text(reason) as summary
from attendances
