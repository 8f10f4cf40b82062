-- Grain: one row per occurrence, nominal and role.
insert into event_role by name
select
    concat_ws(':', $agency, 'occurrences', occurrence_ref) as event_key,
    $agency || ':' || nominal_ref as record_key,
    lower(trim(role)) as role,
    'occurrence_roles' as dataset,
    _extract as extract,
    _row as source_row
from occurrence_roles
