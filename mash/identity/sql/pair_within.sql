-- Grain: one row per pair of records of one supposed person that no rule has brought to be compared.
create or replace temp table pair_within as
with

compared as (
    select a, b from guarded_pair
)

select one.record_id as a, other.record_id as b, blocking_rule.position
from provisional_person as one
inner join provisional_person as other on one.person = other.person and one.record_id < other.record_id
cross join blocking_rule
left join compared on compared.a = one.record_id and compared.b = other.record_id
where compared.a is null and blocking_rule.rule = 'within a person'
