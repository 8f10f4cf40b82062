-- Grain: one row per pair of persons that may be one; person_a < person_b. The heaviest pair of records stands for it, of
-- two that a doubt holds at one weight the one that the model gave more.
-- How probable it is that they are one is counted, by what holds them apart and the weight as the model gave it (held_apart);
-- where nothing was counted it is as of all that holds two apart, and even where people could not tell of any two records.
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

counted_in_all as (
    select (coalesce(sum(true_pairs), 0) + 1) / (coalesce(sum(pairs), 0) + 2) as share from held_apart
),

judged as (
    select
        least(a.person_id, b.person_id) as person_a,
        greatest(a.person_id, b.person_id) as person_b,
        bool_or(judged_pair.verdict = 'different') as different,
        bool_or(judged_pair.verdict = 'undecided') as undecided
    from judged_pair
    inner join membership as a on a.record_key = judged_pair.record_key_a
    inner join membership as b on b.record_key = judged_pair.record_key_b
    group by all
)

select
    candidate.person_a,
    candidate.person_b,
    candidate.match_weight,
    case
        when judged.undecided then 0.5
        else coalesce(
            (counted.true_pairs + $prior_pairs * counted.share) / (counted.pairs + $prior_pairs), counted_in_all.share
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
cross join counted_in_all
left join judged on candidate.person_a = judged.person_a and candidate.person_b = judged.person_b
where not coalesce(judged.different, false)
qualify row_number() over (
    partition by candidate.person_a, candidate.person_b
    order by candidate.match_weight desc, candidate.raw_match_weight desc, candidate.record_key_a, candidate.record_key_b
) = 1
order by candidate.person_a, candidate.person_b
