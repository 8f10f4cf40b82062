-- Grain: one row per pair of persons that may be one; person_a < person_b. The heaviest pair of records stands for it.
-- Not here: a pair that a guard forbids, and persons of whom somebody judged two records different.
create or replace table possible_identity as
with

candidate as (
    select
        least(a.person_id, b.person_id) as person_a,
        greatest(a.person_id, b.person_id) as person_b,
        pair.record_key_a,
        pair.record_key_b,
        pair.match_weight,
        coalesce(
            person_link.refused,
            case when judged_pair.verdict = 'undecided' then 'judged undecided' end,
            pair.veto,
            case when pair.outcome = 'same' then 'joined through other records only' else 'weighs too little to join' end
        ) as reason
    from identity_pair as pair
    inner join membership as a on a.record_key = pair.record_key_a
    inner join membership as b on b.record_key = pair.record_key_b
    left join person_link
        on person_link.record_key_a = pair.record_key_a and person_link.record_key_b = pair.record_key_b
    left join judged_pair
        on judged_pair.record_key_a = pair.record_key_a and judged_pair.record_key_b = pair.record_key_b
    where a.person_id <> b.person_id and pair.outcome <> 'different'
),

different as (
    select distinct least(a.person_id, b.person_id) as person_a, greatest(a.person_id, b.person_id) as person_b
    from judged_pair
    inner join membership as a on a.record_key = judged_pair.record_key_a
    inner join membership as b on b.record_key = judged_pair.record_key_b
    where judged_pair.verdict = 'different'
)

select
    candidate.person_a,
    candidate.person_b,
    candidate.match_weight,
    1 / (1 + pow(2, -least(candidate.match_weight, 60))) as probability,
    candidate.record_key_a,
    candidate.record_key_b,
    candidate.reason
from candidate
anti join different using (person_a, person_b)
qualify row_number() over (
    partition by candidate.person_a, candidate.person_b
    order by candidate.match_weight desc, candidate.record_key_a, candidate.record_key_b
) = 1
order by candidate.person_a, candidate.person_b
