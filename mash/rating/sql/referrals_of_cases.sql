-- Grain: one row per case asked for, person of it and referral about that person, under whichever of their records.
with asked as (
    select
        unnest($case_ids::json::varchar[]) as asked_case,
        unnest($person_ids::json::varchar[]) as person_id
)

select distinct
    asked.asked_case,
    asked.person_id,
    referral.case_id,
    referral.agency,
    referral.dataset,
    referral.extract,
    referral.source_row,
    referral.received_at::date as received_on,
    referral.concern,
    if(referral.closed_on <= $as_of::date, referral.outcome, null) as outcome,
    if(referral.closed_on <= $as_of::date, referral.closed_on, null) as closed_on,
    teller.person_id as informant
from asked
inner join membership on asked.person_id = membership.person_id
inner join referral on membership.record_key = referral.child_record_key
left join membership as teller on referral.referrer_record_key = teller.record_key
where referral.received_at::date <= $as_of::date
order by
    asked.asked_case,
    received_on,
    referral.case_id,
    asked.person_id,
    referral.agency,
    referral.dataset,
    referral.extract,
    referral.source_row
