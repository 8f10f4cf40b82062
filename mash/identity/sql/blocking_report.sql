-- Grain: one row per blocking rule: pairs it was the first to find, the oversized blocks it left out, and what it costs:
-- every pair in its other blocks, found before or not, once for each key the two share, and of whatever age.
create or replace table blocking_report as
with

found as (
    select position, count(*) as pairs from candidate_pair group by position
),

cost as (
    select block.position, sum(block.records * (block.records - 1) // 2)::bigint as pairs
    from block
    inner join blocking_rule using (position)
    where block.records <= blocking_rule.cap
    group by block.position
),

skipped as (
    select rule, count(*) as blocks, sum(records)::bigint as records from block_skipped group by rule
)

select
    blocking_rule.position,
    blocking_rule.rule,
    blocking_rule.why,
    coalesce(found.pairs, 0) as pairs,
    coalesce(cost.pairs, 0) as block_pairs,
    coalesce(skipped.blocks, 0) as skipped_blocks,
    coalesce(skipped.records, 0) as skipped_records
from blocking_rule
left join found using (position)
left join cost using (position)
left join skipped using (rule)
order by blocking_rule.position
