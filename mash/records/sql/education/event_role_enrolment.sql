-- Grain: one row per period of a pupil at a school.
insert into event_role by name
select
    concat_ws(':', $agency, 'enrolments', la_pupil_id, school_urn, from_date) as event_key,
    $agency || ':' || la_pupil_id as record_key,
    'pupil' as role,
    'enrolments' as dataset,
    _extract as extract,
    _row as source_row
from enrolments
