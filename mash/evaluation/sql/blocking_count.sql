-- Grain: one row per blocking rule: the pairs it was the first to find, how many are true, and what became of those.
with

found as (
    select candidate_pair.position, count(*) as pairs
    from candidate_pair
    inner join linkage_record as one on candidate_pair.join_key_l = one.record_id
    inner join linkage_record as other on candidate_pair.join_key_r = other.record_id
    semi join scored_record as a on one.record_key = a.record_key
    semi join scored_record as b on other.record_key = b.record_key
    group by candidate_pair.position
),

true_found as (
    select
        true_candidate.position,
        count(*) as pairs,
        count(identity_pair.record_key_a) as kept,
        count(*) filter (true_candidate.is_joined) as joined
    from true_candidate
    left join hub.identity_pair using (record_key_a, record_key_b)
    group by true_candidate.position
)

select
    blocking_rule.rule,
    coalesce(found.pairs, 0) as candidates,
    coalesce(true_found.pairs, 0) as true_candidates,
    coalesce(true_found.kept, 0) as true_kept,
    coalesce(true_found.joined, 0) as true_joined
from blocking_rule
left join found using (position)
left join true_found using (position)
order by blocking_rule.position
