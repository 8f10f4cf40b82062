-- Grain: one row per pupil and term.
insert into event_role by name
select
    concat_ws(':', $agency, 'attendance', la_pupil_id, term) as event_key,
    $agency || ':' || la_pupil_id as record_key,
    'pupil' as role,
    'attendance' as dataset,
    _extract as extract,
    _row as source_row
from attendance
