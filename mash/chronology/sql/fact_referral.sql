-- Grain: one row per referral about a record asked for.
with asked as (
    select
        unnest($record_keys::json::varchar[]) as record_key,
        unnest($person_ids::json::varchar[]) as person_id
)

select
    'referral' as kind,
    referral.agency || ':' || referral.case_id as thing,
    asked.person_id,
    referral.received_at::date as from_date,
    referral.closed_on as to_date,
    referral.concern as matter,
    referral.case_id as reference,
    referral.agency as recorder,
    concat_ws(
        ', ', referral.case_id, 'concern ' || referral.concern, 'from source ' || referral.source_code,
        'rated ' || referral.initial_rating, referral.outcome, 'closed ' || referral.closure_reason
    ) as says,
    referral.narrative as detail,
    referral.source_code,
    true as seen,
    referral.agency,
    referral.dataset,
    referral.extract,
    referral.source_row
from asked
inner join referral on asked.record_key = referral.child_record_key
where referral.received_at::date <= $as_of::date
