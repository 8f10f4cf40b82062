-- Grain: one row per person and period at an address.
insert into stay by name
select
    concat_ws(':', $agency, 'person_addresses', fact_key(person_addresses)) as stay_id,
    $agency || ':' || social_care_id as record_key,
    $agency as agency,
    'person_addresses' as dataset,
    _extract as extract,
    _row as source_row,
    unnest(stay_at(person_addresses, null))
from person_addresses
