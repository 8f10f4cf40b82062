-- Grain: one row per pair of records that is kept (kept_pair.sql), by their keys; record_key_a < record_key_b.
create or replace table identity_pair as
select
    a.record_key as record_key_a,
    b.record_key as record_key_b,
    pair.match_weight,
    pair.raw_match_weight,
    pair.veto,
    pair.outcome,
    blocking_rule.rule as blocking_rule
from kept_pair as pair
inner join linkage_record as a on a.record_id = pair.a
inner join linkage_record as b on b.record_id = pair.b
inner join blocking_rule using (position)
order by pair.a, pair.b
