-- Grain: one row per pair of persons that may be one; person_a < person_b. The heaviest pair of records stands for it.
-- How probable it is that they are one is counted, by what holds them apart and the weight (held_apart); where nothing was
-- counted it is the weight's own odds, and even where people could not tell.
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
        pair.raw_match_weight,
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

counted as (
    select
        reason,
        case when row_number() over by_bits = 1 then '-infinity' else bits end as bits,
        coalesce(lead(bits) over by_bits, 'infinity') as below,
        pairs,
        true_pairs,
        (sum(true_pairs) over of_reason + 1) / (sum(pairs) over of_reason + 2) as share
    from held_apart
    window of_reason as (partition by reason), by_bits as (partition by reason order by bits)
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
    case
        when candidate.reason = 'judged undecided' then 0.5
        else coalesce(
            (counted.true_pairs + $prior_pairs * counted.share) / (counted.pairs + $prior_pairs),
            1 / (1 + pow(2, -least(candidate.match_weight, 60)))
        )
    end as probability,
    candidate.record_key_a,
    candidate.record_key_b,
    candidate.reason
from candidate
left join counted
    on candidate.reason = counted.reason
    and candidate.raw_match_weight >= counted.bits
    and candidate.raw_match_weight < counted.below
anti join different using (person_a, person_b)
qualify row_number() over (
    partition by candidate.person_a, candidate.person_b
    order by candidate.match_weight desc, candidate.record_key_a, candidate.record_key_b
) = 1
order by candidate.person_a, candidate.person_b
