-- Grain: one row per block: two records or more that share a key under a rule, whether or not it is beyond the rule's cap. Of
-- the keys at hand: the second look makes only those anew that the family lends.
insert into block
select position, key_hash, count(*) as records
from blocking_key
group by position, key_hash
having count(*) > 1
