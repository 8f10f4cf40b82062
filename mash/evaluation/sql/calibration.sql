-- Grain: one row per kind of statement and band of its probability; a band holds its upper edge. Said is of pairs of records
-- that no guard held back ('pair'), and of persons that may be one ('identity').
with

edge as (
    select low, coalesce(lead(low) over (order by low), 1.0) as high
    from (select unnest($edges::double[]) as low)
),

said as (
    select 'pair' as kind, probability, is_true from judged_pair
    where not vetoed
    union all
    select 'identity' as kind, probability, is_true from told_identity
)

select
    said.kind,
    edge.low,
    edge.high,
    avg(said.probability) as expected,
    count(*) as pairs,
    count(*) filter (where said.is_true) as true_pairs
from edge
inner join said on (said.probability > edge.low or edge.low = 0) and said.probability <= edge.high
group by said.kind, edge.low, edge.high
order by said.kind, edge.low
