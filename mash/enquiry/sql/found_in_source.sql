-- Grain: one row per agency and dataset of the hub, with how many of its rows are about the child and the network.
-- A row that names nobody is about whoever another row gives a role in its event; a tie is about both its ends.
with
asked as (
    select unnest($person_ids::json::varchar[]) as person_id
),

mine as materialized (
    select
        membership.record_key,
        membership.person_id = $child as of_child
    from membership
    semi join asked using (person_id)
),

played as materialized (
    select
        mine.of_child,
        split_part(event_role.record_key, ':', 1) as agency,
        event_role.*
    from mine
    inner join event_role using (record_key)
),

sent as (
    select agency, dataset, of_child, extract, source_row from mine inner join person_record using (record_key)
    union all
    select agency, dataset, of_child, extract, source_row from mine inner join stay using (record_key)
    union all
    select agency, dataset, of_child, extract, source_row from played
    union all
    select event.agency, event.dataset, played.of_child, event.extract, event.source_row
    from played
    inner join event using (event_key)
    union all
    select agency, dataset, of_child, extract, source_row
    from mine inner join declared_relationship on record_key = record_key_a
    union all
    select agency, dataset, of_child, extract, source_row
    from mine inner join declared_relationship on record_key = record_key_b
    union all
    select agency, dataset, of_child, extract, source_row from mine inner join flag using (record_key)
    union all
    select agency, dataset, of_child, extract, source_row
    from mine inner join referral on record_key = child_record_key
    union all
    select agency, dataset, of_child, extract, source_row
    from mine inner join episode on record_key = child_record_key
),

found as (
    select
        agency,
        dataset,
        count(distinct {'extract': extract, 'row': source_row}) filter (where of_child) as found_child,
        count(distinct {'extract': extract, 'row': source_row}) as found_network
    from sent
    group by all
)

select
    f.*,
    coalesce(found.found_child, 0) as found_child,
    coalesce(found.found_network, 0) as found_network
from source_freshness as f
left join found on found.agency = f.agency and found.dataset = f.dataset
order by f.agency, f.dataset
