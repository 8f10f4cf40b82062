-- Grain: one row per pair of records that one agency states to be two people: relatives, partners or associates of each
-- other, or different people named in one record (of one name and two generations, too); record_id_a < record_id_b.
create or replace table beside as
with

named as (
    select
        *,
        case
            when named_as = 'grandparent' then 2
            when named_as in ('mother', 'father', 'parent', 'step-parent') then 1
            when named_as in ('sibling', 'half-sibling', 'child') then 0
        end as generation
    from linkage_record
    where named_in is not null
),

stated as (
    select record_key_a, record_key_b from declared_relationship
    union all
    select record_key, named_in from person_record where named_in is not null
    union all
    select one.record_key, other.record_key
    from named as one
    inner join named as other
        on one.named_in = other.named_in and one.dataset = other.dataset and one.record_key < other.record_key
    where not coalesce(list_has_any(one.core_names, other.core_names), false) or one.generation <> other.generation
)

select distinct
    least(a.record_id, b.record_id) as record_id_a,
    greatest(a.record_id, b.record_id) as record_id_b
from stated
inner join linkage_record as a on a.record_key = stated.record_key_a
inner join linkage_record as b on b.record_key = stated.record_key_b
where a.record_id <> b.record_id
