-- Grain: one row per nominal and period at an address.
insert into stay by name
select
    concat_ws(':', $agency, 'nominal_addresses', fact_key(nominal_addresses)) as stay_id,
    $agency || ':' || nominal_ref as record_key,
    $agency as agency,
    'nominal_addresses' as dataset,
    _extract as extract,
    _row as source_row,
    unnest(stay_at(nominal_addresses, address_type))
from nominal_addresses
