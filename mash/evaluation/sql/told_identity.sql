-- Grain: one row per possible identity of the hub whose two records' truth is known: how probable it is said to be.
create or replace table told_identity as
select
    possible.probability,
    a.true_id = b.true_id as is_true
from hub.possible_identity as possible
inner join scored_record as a on possible.record_key_a = a.record_key
inner join scored_record as b on possible.record_key_b = b.record_key
