-- Grain: one row per pupil and term. A term without a year is dated by the extract that brought it.
insert into event by name
select
    concat_ws(':', $agency, 'attendance', la_pupil_id, term) as event_key,
    $agency as agency,
    'attendance' as dataset,
    _extract as extract,
    _row as source_row,
    'school attendance' as kind,
    term as category,
    coalesce(term_start(term), extract_date(_extract)) as occurred_on,
    term_end(term) as ended_on,
    concat(
        'absent ', coalesce(sessions_absent::varchar, '?'),
        ' of ', coalesce(sessions_possible::varchar, '?'), ' sessions',
        if(exclusions > 0, ', exclusions ' || exclusions, '')
    ) as summary
from attendance
