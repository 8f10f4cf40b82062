-- Grain: one row per pupil and period at an address.
insert into stay by name
select
    concat_ws(':', $agency, 'pupil_addresses', _extract, _row) as stay_id,
    $agency || ':' || la_pupil_id as record_key,
    $agency as agency,
    'pupil_addresses' as dataset,
    _extract as extract,
    _row as source_row,
    address_key(address_line_1, address_line_2, postcode) as address_key,
    one_line(address_line_1, address_line_2, town) as address,
    canonical_postcode(postcode) as postcode,
    outcode(canonical_postcode(postcode)) as outcode,
    canonical_uprn(uprn) as uprn,
    stay_kind(null, address_line_1) as kind,
    clean_date(from_date) as from_date,
    clean_date(to_date) as to_date
from pupil_addresses
