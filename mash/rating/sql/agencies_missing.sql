-- Grain: one row per required agency with a dataset that is missing or stale: stale is not clear (DOMAIN feature 39).
select distinct agency
from source_freshness
where required and state <> 'fresh'
order by agency
