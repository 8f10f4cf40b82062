-- Grain: one row per referral recorded at the hub.
insert into referral by name
select
    case_id,
    $agency as agency,
    'referrals' as dataset,
    _extract as extract,
    _row as source_row,
    coalesce(child_record_key, concat_ws(':', $agency, 'referrals', case_id)) as child_record_key,
    received_at,
    clean_code(source_code) as source_code,
    clean_code(concern) as concern,
    clean_text(narrative) as narrative,
    clean_colour(initial_rating) as initial_rating
from referrals
