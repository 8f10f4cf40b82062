-- Grain: one row per occurrence.
insert into event by name
select
    concat_ws(':', $agency, 'occurrences', occurrence_ref) as event_key,
    $agency as agency,
    'occurrences' as dataset,
    _extract as extract,
    _row as source_row,
    'occurrence' as kind,
    category,
    concern_of(category) as concern,
    if(says_missing(category), 'missing', null) as about,
    occurred_on,
    clean_date(recorded_on) as recorded_on,
    clean_code(source_system) as source_system,
    canonical_postcode(postcode) as postcode,
    lower(clean_text(dash_grade)) as grade,
    clean_text(outcome) as outcome,
    clean_text(summary) as summary
from occurrences
