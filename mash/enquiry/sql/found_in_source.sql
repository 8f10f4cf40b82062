-- Grain: one row per agency and dataset of the hub, with how many of its rows are about the child and the network.
with sent as (
    select agency, dataset, record_key from person_record
    union all
    select agency, dataset, record_key from stay
    union all
    select split_part(record_key, ':', 1), dataset, record_key from event_role
    union all
    select agency, dataset, record_key_a from declared_relationship
    union all
    select agency, dataset, record_key from flag
    union all
    select agency, dataset, child_record_key from referral
    union all
    select agency, dataset, child_record_key from episode
),

found as (
    select
        sent.agency,
        sent.dataset,
        count(*) filter (where m.person_id = $child) as found_child,
        count(*) as found_network
    from membership as m
    inner join sent on sent.record_key = m.record_key
    where list_contains($person_ids, m.person_id)
    group by all
)

select
    f.*,
    coalesce(found.found_child, 0) as found_child,
    coalesce(found.found_network, 0) as found_network
from source_freshness as f
left join found on found.agency = f.agency and found.dataset = f.dataset
order by f.agency, f.dataset
