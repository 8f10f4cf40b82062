-- Grain: one row per block with more records than its rule's cap: it is left out, and said so. No value is kept.
create or replace table block_skipped as
select blocking_rule.rule, block.key_hash, block.records
from block
inner join blocking_rule using (position)
where block.records > blocking_rule.cap
order by rule, key_hash
