-- Grain: one row per referral recorded at the hub about a child whom it names rather than points to.
insert into person_record by name
with named as (
    select *, birth_date(child_date_of_birth, $as_of) as born from referrals where child_record_key is null
)

select
    concat_ws(':', $agency, 'referrals', case_id) as record_key,
    $agency as agency,
    'referrals' as dataset,
    _extract as extract,
    _row as source_row,
    case_id as source_id,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    clean_sex(child_sex) as sex
from named
