-- Grain: one row per agency and dataset of the hub, with how many of its rows are about the child and the network.
-- A row that names nobody is about whoever another row gives a role in its event; a tie is about both its ends.
with
asked as (
    select unnest($person_ids::json::varchar[]) as person_id
),

mine as (
    select
        membership.record_key,
        membership.person_id = $child as of_child
    from membership
    semi join asked using (person_id)
),

sent as (
    select agency, dataset, record_key, extract, source_row from person_record
    union all
    select agency, dataset, record_key, extract, source_row from stay
    union all
    select split_part(record_key, ':', 1), dataset, record_key, extract, source_row from event_role
    union all
    select event.agency, event.dataset, event_role.record_key, event.extract, event.source_row
    from event
    inner join event_role on event_role.event_key = event.event_key
    union all
    select agency, dataset, unnest([record_key_a, record_key_b]), extract, source_row from declared_relationship
    union all
    select agency, dataset, record_key, extract, source_row from flag
    union all
    select agency, dataset, child_record_key, extract, source_row from referral
    union all
    select agency, dataset, child_record_key, extract, source_row from episode
),

found as (
    select
        sent.agency,
        sent.dataset,
        count(distinct {'extract': sent.extract, 'row': sent.source_row}) filter (where mine.of_child) as found_child,
        count(distinct {'extract': sent.extract, 'row': sent.source_row}) as found_network
    from mine
    inner join sent using (record_key)
    group by all
)

select
    f.*,
    coalesce(found.found_child, 0) as found_child,
    coalesce(found.found_network, 0) as found_network
from source_freshness as f
left join found on found.agency = f.agency and found.dataset = f.dataset
order by f.agency, f.dataset
