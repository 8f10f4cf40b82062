-- Grain: one row per thing that holds two persons apart and band of raw weight: how many such pairs of persons the run has,
-- and how many are one person in truth whom no adoption sealed in two, as `mash evaluate` has it. The band of a pair begins
-- at the highest of $edges that its weight reaches.
with

band as (
    select unnest($edges::double[]) as bits
),

pair as (
    select
        possible.reason,
        greatest((select min(bits) from band), coalesce(max(band.bits), '-infinity')) as bits,
        any_value(a.person_id = b.person_id and a.sealed = b.sealed) as is_true
    from possible_identity as possible
    inner join identity_pair as weighed using (record_key_a, record_key_b)
    inner join truth as a on possible.record_key_a = a.record_key
    inner join truth as b on possible.record_key_b = b.record_key
    left join band on weighed.raw_match_weight >= band.bits
    group by possible.person_a, possible.person_b, possible.reason
)

select reason, bits, count(*) as pairs, count(*) filter (where is_true) as true_pairs
from pair
group by reason, bits
order by reason, bits
