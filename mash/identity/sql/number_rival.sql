-- Grain: one row per pair of records that has a rival by number: one of the two fits two records of one birthday about alike,
-- NHS or pupil numbers tell that those are two people, and twins are recorded of either, or of whoever it joins.
-- Brothers born together bear one first name, and a school writes no other; which of them is meant is then a toss of a
-- coin, whatever the pair weighs. Not so of everybody: of 500,000 made-up people (seed 27182, as of 2026-11-01) the
-- clustering, which sees all records of both, was right of nearly all other pairs. Nor where a forename alone tells
-- the two apart, or police numbers, of which one person has several: such pairs were nearly all true.
create or replace temp table number_rival as
with

weighed as (
    select
        pair.a,
        pair.b,
        pair.weight,
        pair.veto,
        coalesce(first_weight.weight, $floor::double) as first_weight
    from guarded_pair as pair
    left join first_weight on first_weight.a = pair.a and first_weight.b = pair.b
    where pair.weight >= $possible
),

claim as (
    select a as torn, b as claimed, weight, first_weight from weighed
    where veto is null
    union all
    select b, a, weight, first_weight from weighed
    where veto is null
),

twin as (
    select record_id from linkage_record
    where multiple_birth
    union
    select claim.torn
    from claim
    inner join linkage_record as twin on twin.record_id = claim.claimed
    inner join linkage_record as own on own.record_id = claim.torn
    where twin.multiple_birth and twin.dob = own.dob and claim.weight >= $join
),

told_apart as (
    select weighed.a, weighed.b
    from weighed
    semi join twin as a on a.record_id = weighed.a
    semi join twin as b on b.record_id = weighed.b
    inner join linkage_record as one on one.record_id = weighed.a
    inner join linkage_record as other on other.record_id = weighed.b
    where weighed.veto in ('NHS numbers differ', 'pupil numbers differ') and one.dob = other.dob
),

-- how well each fits the lesser of two who are told apart
lesser as (
    select
        one.torn,
        max(least(one.weight, other.weight)) as weight,
        max(least(one.first_weight, other.first_weight)) as first_weight
    from told_apart
    inner join claim as one on one.claimed = told_apart.a
    inner join claim as other on other.claimed = told_apart.b and other.torn = one.torn
    group by one.torn
)

-- whoever fits no better than that, another record of either, is as doubtful
select distinct least(claim.torn, claim.claimed) as a, greatest(claim.torn, claim.claimed) as b
from claim
inner join lesser using (torn)
where
    claim.weight < lesser.weight + $margin
    and claim.first_weight < lesser.first_weight + $margin
