-- Grain: one row per referral.
insert into referral by name
select
    referral_id as case_id,
    $agency as agency,
    'referrals' as dataset,
    _extract as extract,
    _row as source_row,
    $agency || ':' || child_social_care_id as child_record_key,
    received_at,
    $agency || ':' || clean_text(referrer_social_care_id) as referrer_record_key,
    clean_code(source_code) as source_code,
    clean_code(concern) as concern,
    clean_text(narrative) as narrative,
    clean_colour(initial_rating) as initial_rating,
    clean_text(outcome) as outcome,
    clean_date(closed_on) as closed_on,
    clean_code(closure_reason) as closure_reason
from referrals
