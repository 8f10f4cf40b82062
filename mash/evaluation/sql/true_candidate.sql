-- Grain: one row per pair of scored records that blocking brings to be compared and that are truly of one person.
create or replace table true_candidate as
select
    candidate_pair.position,
    least(a.record_key, b.record_key) as record_key_a,
    greatest(a.record_key, b.record_key) as record_key_b,
    a.person_id = b.person_id as is_joined
from candidate_pair
inner join linkage_record as one on candidate_pair.join_key_l = one.record_id
inner join linkage_record as other on candidate_pair.join_key_r = other.record_id
inner join scored_record as a on one.record_key = a.record_key
inner join scored_record as b on other.record_key = b.record_key and a.true_id = b.true_id
