-- Grain: one row per stay at a place that is still withheld.
create or replace temp table gone_stay as
select distinct stay_id
from leaving_stay
