-- Grain: one row per required agency with a dataset that is missing or stale: stale is not clear.
select distinct agency
from source_freshness
where required and state <> 'fresh'
order by agency
