-- Grain: one row per block with more records than its rule's cap: it is left out, and said so. No value is kept.
create or replace table block_skipped as
select blocking_rule.rule, blocking_key.key_hash, count(*) as records
from blocking_key
inner join blocking_rule using (position)
group by blocking_rule.rule, blocking_rule.cap, blocking_key.key_hash
having count(*) > blocking_rule.cap
order by rule, key_hash
