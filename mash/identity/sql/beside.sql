-- Grain: one row per pair of records that one agency states to be two people: relatives, partners or associates of each
-- other, or different people named in one record; record_id_a < record_id_b.
create or replace table beside as
with

stated as (
    select record_key_a, record_key_b from declared_relationship
    union all
    select record_key, named_in from person_record where named_in is not null
    union all
    select one.record_key, other.record_key
    from linkage_record as one
    inner join linkage_record as other
        on one.named_in = other.named_in and one.dataset = other.dataset and one.record_key < other.record_key
    where not coalesce(list_has_any(one.core_names, other.core_names), false)
)

select distinct
    least(a.record_id, b.record_id) as record_id_a,
    greatest(a.record_id, b.record_id) as record_id_b
from stated
inner join linkage_record as a on a.record_key = stated.record_key_a
inner join linkage_record as b on b.record_key = stated.record_key_b
where a.record_id <> b.record_id
