-- Grain: one row per licence condition that keeps the offender from children; it runs out by its own last day.
insert into flag by name
select
    $agency || ':' || crn as record_key,
    'risk to children' as kind,
    'LICENCE' as scheme,
    clean_text(condition) as category,
    clean_date(from_date) as valid_from,
    clean_date(to_date) as valid_to,
    'current' as status,
    $agency as agency,
    'licence_conditions' as dataset,
    _extract as extract,
    _row as source_row
from licence_conditions
where forbids_contact_with_children(condition)
