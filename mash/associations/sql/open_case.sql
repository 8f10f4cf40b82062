-- Grain: one row per referral not closed as of the run, its child, and what a person decided of it so far.
create or replace table open_case as
with
decided as (
    select
        unnest($case_ids::json::varchar[]) as case_id,
        unnest($colours::json::varchar[]) as decided_rating
),

open_referral as (
    select
        referral.case_id,
        referral.child_record_key,
        referral.received_at,
        referral.concern,
        referral.source_code,
        referral.initial_rating,
        membership.person_id
    from referral
    inner join membership on referral.child_record_key = membership.record_key
    where
        referral.received_at::date <= $as_of::date
        and coalesce(referral.closed_on > $as_of::date, true)
    -- the same referral may come from the ledger and from an extract: the extract's outcome is the later word
    qualify row_number() over (
        partition by referral.case_id
        order by referral.extract desc, referral.agency, referral.dataset, referral.source_row
    ) = 1
)

select
    open_referral.case_id,
    open_referral.person_id as child_person_id,
    open_referral.child_record_key,
    open_referral.received_at,
    open_referral.concern,
    open_referral.source_code,
    open_referral.initial_rating,
    decided.decided_rating
from open_referral
left join decided using (case_id)
order by open_referral.case_id
