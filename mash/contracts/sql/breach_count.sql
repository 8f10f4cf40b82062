-- Grain: one row per field, rule and cost that some row broke.
select coalesce(field, '') as field, rule, cost, count(*) as rows
from rejects
group by all
order by all
