-- Grain: one row per scored pair of records of the hub whose truth is known.
create or replace table judged_pair as
select
    identity_pair.raw_match_weight,
    1 / (1 + pow(2, -least(greatest(identity_pair.raw_match_weight, -60), 60))) as probability,
    identity_pair.veto,
    identity_pair.veto is not null as vetoed,
    a.true_id = b.true_id as is_true
from hub.identity_pair
inner join scored_record as a on identity_pair.record_key_a = a.record_key
inner join scored_record as b on identity_pair.record_key_b = b.record_key
