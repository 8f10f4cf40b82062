-- Grain: one row per blocking rule, in the order in which a pair is credited: what it cost and what came of it. Pairs
-- compared within a supposed person have no block: none is counted for that rule but those kept.
with

kept as (
    select blocking_rule as rule, count(*) as pairs
    from identity_pair
    where outcome in ('same', 'possible')
    group by blocking_rule
)

select
    blocking_report.rule,
    blocking_report.block_pairs,
    blocking_report.pairs as first_found,
    coalesce(kept.pairs, 0) as kept,
    blocking_report.skipped_blocks,
    blocking_report.skipped_records
from blocking_report
left join kept using (rule)
order by blocking_report.position
