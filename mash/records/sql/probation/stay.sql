-- Grain: one row per offender and period at an address.
insert into stay by name
select
    concat_ws(':', $agency, 'offender_addresses', fact_key(offender_addresses)) as stay_id,
    $agency || ':' || crn as record_key,
    $agency as agency,
    'offender_addresses' as dataset,
    _extract as extract,
    _row as source_row,
    unnest(stay_at(offender_addresses, address_type))
from offender_addresses
