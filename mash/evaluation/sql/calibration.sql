-- Grain: one row per band of match probability, of pairs that no guard held back; a band holds its upper edge.
with

edge as (
    select low, coalesce(lead(low) over (order by low), 1.0) as high
    from (select unnest($edges::double[]) as low)
)

select
    edge.low,
    edge.high,
    avg(judged_pair.probability) as expected,
    count(*) as pairs,
    count(*) filter (judged_pair.is_true) as true_pairs
from edge
inner join judged_pair
    on (judged_pair.probability > edge.low or edge.low = 0) and judged_pair.probability <= edge.high
where not judged_pair.vetoed
group by all
order by edge.low
