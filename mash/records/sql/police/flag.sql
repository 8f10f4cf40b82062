-- Grain: one row per marker.
insert into flag by name
select
    $agency || ':' || nominal_ref as record_key,
    flag_kind(scheme, code, level) as kind,
    clean_code(scheme) as scheme,
    clean_text(code) as category,
    clean_text(level) as level,
    clean_text(authority) as authority,
    clean_date(valid_from) as valid_from,
    clean_date(valid_to) as valid_to,
    lower(trim(status)) as status,
    $agency as agency,
    'markers' as dataset,
    _extract as extract,
    _row as source_row
from markers
