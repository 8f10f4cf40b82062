-- Grain: one row per person with an address; the list says nothing of when.
insert into stay by name
select
    concat_ws(':', $agency, 'people', person_ref) as stay_id,
    $agency || ':' || person_ref as record_key,
    $agency as agency,
    'people' as dataset,
    _extract as extract,
    _row as source_row,
    address_key(address_line_1, null, postcode) as address_key,
    address_line(address_line_1, null) as line,
    localities(town, postcode) as localities,
    one_line(address_line_1, null, town) as address,
    canonical_postcode(postcode) as postcode,
    outcode(canonical_postcode(postcode)) as outcode,
    stay_kind(null, address_line_1) as kind
from people
where trim(concat(address_line_1, town, postcode)) <> ''
