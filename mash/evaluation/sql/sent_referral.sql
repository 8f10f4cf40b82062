-- Grain: one row per referral of a true child received by the day, the latest word on a case last.
select
    membership.person_id,
    referral.case_id,
    referral.agency,
    referral.received_at::date as received_on,
    referral.concern,
    referral.initial_rating,
    coalesce(referral.closed_on > $as_of::date, true) as is_open,
    if(referral.closed_on <= $as_of::date, referral.outcome, null) as outcome
from referral
inner join membership on referral.child_record_key = membership.record_key
where referral.received_at::date <= $as_of::date
order by referral.case_id, referral.extract, referral.agency desc, referral.dataset desc, referral.source_row desc
