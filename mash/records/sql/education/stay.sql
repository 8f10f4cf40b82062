-- Grain: one row per pupil and period at an address.
insert into stay by name
select
    concat_ws(':', $agency, 'pupil_addresses', fact_key(pupil_addresses)) as stay_id,
    $agency || ':' || la_pupil_id as record_key,
    $agency as agency,
    'pupil_addresses' as dataset,
    _extract as extract,
    _row as source_row,
    unnest(stay_at(pupil_addresses, null))
from pupil_addresses
