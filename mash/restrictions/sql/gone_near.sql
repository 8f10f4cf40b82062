-- Grain: one row per person who stayed at a place that is still withheld.
create or replace temp table gone_near as
select distinct person_id
from membership
semi join leaving_stay using (record_key)
