-- Grain: one row per period of a pupil at a school.
insert into event by name
select
    concat_ws(':', $agency, 'enrolments', la_pupil_id, school_urn, from_date) as event_key,
    $agency as agency,
    'enrolments' as dataset,
    _extract as extract,
    _row as source_row,
    'enrolment' as kind,
    school_urn as category,
    from_date as occurred_on,
    clean_date(to_date) as ended_on
from enrolments
