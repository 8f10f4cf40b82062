-- Grain: one row per pair kept, by record number; forbidden when a guard rules it out altogether.
select
    a.record_id as a,
    b.record_id as b,
    pair.match_weight,
    pair.veto is not null and pair.outcome = 'different' as forbidden
from identity_pair as pair
inner join linkage_record as a on a.record_key = pair.record_key_a
inner join linkage_record as b on b.record_key = pair.record_key_b
