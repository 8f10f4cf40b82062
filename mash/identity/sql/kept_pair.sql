-- Grain: one row per pair of records at or above the floor weight, per vetoed pair that weighs enough to matter, and per
-- pair of one supposed person whatever it weighs: what speaks against a person is kept. a < b.
-- A veto makes a pair different and a doubt possible at most, whatever it weighs; the weight as the model gave it stays
-- beside. ``veto`` names either guard.
create or replace temp table kept_pair as
with

told as (
    select
        pair.a,
        pair.b,
        pair.weight,
        pair.veto,
        coalesce(pair.doubt, case when rival.a is not null then 'another of the name may be meant' end) as doubt,
        pair.position
    from guarded_pair as pair
    left join rival on rival.a = pair.a and rival.b = pair.b
    left join heard_pair on heard_pair.a = pair.a and heard_pair.b = pair.b
    where
        pair.weight >= $floor
        or (pair.veto is not null and pair.weight >= $possible)
        or heard_pair.a is not null
)

select
    a,
    b,
    case
        when veto is not null then least(weight, $floor::double)
        when doubt is not null then least(weight, $possible::double)
        else weight
    end as match_weight,
    weight as raw_match_weight,
    coalesce(veto, case when weight >= $possible then doubt end) as veto,
    case
        when veto is not null then 'different'
        when doubt is null and weight >= $join then 'same'
        when weight >= $possible then 'possible'
        else 'different'
    end as outcome,
    position
from told
