-- Grain: one row per referral recorded at the hub with a postcode for the child: to know the child by, no dwelling.
insert into stay by name
select
    concat_ws(':', $agency, 'referrals', case_id) as stay_id,
    concat_ws(':', $agency, 'referrals', case_id) as record_key,
    $agency as agency,
    'referrals' as dataset,
    _extract as extract,
    _row as source_row,
    canonical_postcode(child_postcode) as postcode,
    outcode(canonical_postcode(child_postcode)) as outcode,
    'home' as kind,
    received_at::date as from_date
from referrals
where child_record_key is null and canonical_postcode(child_postcode) is not null
