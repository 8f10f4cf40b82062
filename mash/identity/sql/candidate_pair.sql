-- Grain: one row per pair of records to be compared; join_key_l < join_key_r; position of the first rule that found it.
create or replace temp table candidate_pair as
with

block as (
    select blocking_key.position, blocking_key.key_hash
    from blocking_key
    inner join blocking_rule using (position)
    group by blocking_key.position, blocking_key.key_hash, blocking_rule.cap
    having count(*) between 2 and blocking_rule.cap
),

member as (
    select blocking_key.position, blocking_key.key_hash, blocking_key.record_id
    from blocking_key
    semi join block using (position, key_hash)
)

select
    one.record_id as join_key_l,
    other.record_id as join_key_r,
    min(one.position) as position
from member as one
inner join member as other
    on one.position = other.position
    and one.key_hash = other.key_hash
    and one.record_id < other.record_id
group by one.record_id, other.record_id
