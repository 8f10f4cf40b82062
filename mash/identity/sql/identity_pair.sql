-- Grain: one row per pair of records at or above the floor weight, and per vetoed pair; record_key_a < record_key_b.
-- A veto makes a pair different and a doubt possible at most, whatever it weighs; the weight as the model gave it stays
-- beside. ``veto`` names either guard.
create or replace table identity_pair as
select
    a.record_key as record_key_a,
    b.record_key as record_key_b,
    case
        when pair.veto is not null then least(pair.weight, $floor::double)
        when pair.doubt is not null then least(pair.weight, $possible::double)
        else pair.weight
    end as match_weight,
    pair.weight as raw_match_weight,
    coalesce(pair.veto, case when pair.weight >= $possible then pair.doubt end) as veto,
    case
        when pair.veto is not null then 'different'
        when pair.doubt is null and pair.weight >= $join then 'same'
        when pair.weight >= $possible then 'possible'
        else 'different'
    end as outcome,
    blocking_rule.rule as blocking_rule
from guarded_pair as pair
inner join linkage_record as a on a.record_id = pair.a
inner join linkage_record as b on b.record_id = pair.b
inner join blocking_rule using (position)
where pair.weight >= $floor or (pair.veto is not null and pair.weight >= $possible)
order by record_key_a, record_key_b
