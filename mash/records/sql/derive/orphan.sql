-- Grain: one row per agency, dataset and table with rows that refer to a record nobody sent.
insert into orphan by name
with reference as (
    select agency, dataset, 'stay' as table_name, record_key, null as other_key from stay
    union all
    select agency, dataset, 'flag' as table_name, record_key, null as other_key from flag
    union all
    select agency, dataset, 'referral' as table_name, child_record_key as record_key, null as other_key from referral
    union all
    select agency, dataset, 'episode' as table_name, child_record_key as record_key, null as other_key from episode
    union all
    select agency, dataset, 'declared_relationship' as table_name, record_key_a as record_key, record_key_b as other_key
    from declared_relationship
    union all
    select split_part(event_key, ':', 1) as agency, dataset, 'event_role' as table_name, record_key, null as other_key
    from event_role
)

select agency, dataset, table_name, count(*) as rows
from reference
where record_key not in (select person_record.record_key from person_record)
    or other_key not in (select person_record.record_key from person_record)
group by agency, dataset, table_name
order by agency, dataset, table_name
