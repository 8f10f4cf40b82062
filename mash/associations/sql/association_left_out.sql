-- Grain: one row per agency, dataset and reason why rows it sent make no tie.
create or replace table association_left_out as
with
stays as (
    select
        agency,
        dataset,
        case
            when dwelling_key is null then 'address too poor to place'
            when to_date < from_date then 'stay ends before it starts'
            when from_date > $as_of::date then 'stay starts after the run'
        end as reason
    from stay
),

relationships as (
    select
        declared.agency,
        declared.dataset,
        case
            when coalesce(declared.handling_code, 'P') not in ('P', 'C') then 'handling code does not allow sharing'
            when declared.to_date < declared.from_date then 'relationship ends before it starts'
            when a.person_id = b.person_id then 'both ends are one person'
            when a.person_id is null or b.person_id is null then 'names a record that was not sent'
        end as reason
    from declared_relationship as declared
    left join membership as a on declared.record_key_a = a.record_key
    left join membership as b on declared.record_key_b = b.record_key
),

left_out as (
    select * from stays
    union all
    select * from relationships
)

select
    agency,
    dataset,
    reason,
    count(*) as rows_left_out
from left_out
where reason is not null
group by agency, dataset, reason
order by agency, dataset, reason
