-- Grain: one row per licence condition.
insert into event by name
select
    concat_ws(':', $agency, 'licence_conditions', fact_key(licence_conditions)) as event_key,
    $agency as agency,
    'licence_conditions' as dataset,
    _extract as extract,
    _row as source_row,
    'licence condition' as kind,
    programme_of(condition) as about,
    from_date as occurred_on,
    clean_date(to_date) as ended_on,
    clean_text(condition) as summary
from licence_conditions
