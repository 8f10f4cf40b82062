-- Grain: one row per registration.
insert into flag by name
select
    $agency || ':' || crn as record_key,
    flag_kind(register, category, level) as kind,
    clean_code(register) as scheme,
    clean_text(category) as category,
    clean_text(level) as level,
    clean_date(valid_from) as valid_from,
    clean_date(valid_to) as valid_to,
    lower(trim(status)) as status,
    $agency as agency,
    'registrations' as dataset,
    _extract as extract,
    _row as source_row
from registrations
