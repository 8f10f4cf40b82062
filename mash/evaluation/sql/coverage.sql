-- Grain: one row: how many records could be scored, and why not the others.
with

merged as (
    select count(*) as records
    from truth.membership
    where
        coalesce(other_person_id, '') <> ''
        and record_key in (select membership.record_key from hub.membership)
),

hub_only as (
    select count(*) as records from hub.membership anti join truth.membership using (record_key)
),

truth_only as (
    select count(*) as records from truth.membership anti join hub.membership using (record_key)
)

select
    (select count(*) from scored_record) as scored,
    (select count(distinct true_id) from scored_record) as true_persons,
    hub_only.records as hub_only,
    truth_only.records as truth_only,
    merged.records as merged
from merged, hub_only, truth_only
