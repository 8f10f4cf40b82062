-- Grain: one row per pair of records that people labelled, where both are at hand; a < b.
create or replace temp table labelled_pair as
select
    least(one.record_id, other.record_id) as a,
    greatest(one.record_id, other.record_id) as b,
    label.verdict = 'same' as is_same,
    label.held_out
from label
inner join linkage_record as one on one.record_key = label.record_key_a
inner join linkage_record as other on other.record_key = label.record_key_b
