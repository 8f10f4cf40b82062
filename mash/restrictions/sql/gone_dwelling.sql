-- Grain: one row per dwelling that is still withheld.
create or replace temp table gone_dwelling as
select distinct dwelling_key
from stay
semi join leaving_stay using (stay_id)
where dwelling_key is not null
