-- Grain: one row per case asked for and referral about its child, under whichever of the child's records.
with asked as (
    select
        unnest($case_ids::json::varchar[]) as asked_case,
        unnest($child_ids::json::varchar[]) as person_id
)

select distinct
    asked.asked_case,
    referral.case_id,
    referral.agency,
    referral.dataset,
    referral.extract,
    referral.source_row,
    referral.received_at::date as received_on,
    referral.concern
from asked
inner join membership using (person_id)
inner join referral on membership.record_key = referral.child_record_key
where referral.received_at::date <= $as_of::date
order by
    asked.asked_case,
    received_on,
    referral.case_id,
    referral.agency,
    referral.dataset,
    referral.extract,
    referral.source_row
