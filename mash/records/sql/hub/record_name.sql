-- Grain: one row per referral recorded at the hub about a child whom it names.
insert into record_name by name
select
    concat_ws(':', $agency, 'referrals', case_id) as record_key,
    'current' as kind,
    clean_forenames(child_forenames) as forenames,
    clean_surname(child_surname) as surname,
    raw_name(child_forenames, child_surname) as raw
from referrals
where child_record_key is null
