-- Grain: one row per blocking rule: the pairs it was the first to find, how many are true, and what became of those.
with

compared as (
    select
        candidate_pair.position,
        a.record_key as record_key_a,
        b.record_key as record_key_b,
        a.true_id = b.true_id as is_true,
        a.person_id = b.person_id as is_joined
    from candidate_pair
    inner join linkage_record as one on candidate_pair.join_key_l = one.record_id
    inner join linkage_record as other on candidate_pair.join_key_r = other.record_id
    inner join scored_record as a on one.record_key = a.record_key
    inner join scored_record as b on other.record_key = b.record_key
)

select
    blocking_rule.rule,
    count(compared.position) as candidates,
    count(*) filter (compared.is_true) as true_candidates,
    count(*) filter (compared.is_true and identity_pair.record_key_a is not null) as true_kept,
    count(*) filter (compared.is_true and compared.is_joined) as true_joined
from blocking_rule
left join compared using (position)
left join hub.identity_pair
    on
        identity_pair.record_key_a = least(compared.record_key_a, compared.record_key_b)
        and identity_pair.record_key_b = greatest(compared.record_key_a, compared.record_key_b)
group by blocking_rule.position, blocking_rule.rule
order by blocking_rule.position
