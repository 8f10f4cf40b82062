-- Grain: one row per person who is still withheld.
create or replace temp table gone_person as
select distinct person_id
from membership
semi join gone_record using (record_key)
