-- Grain: one row per person of the hub and true person with records in common: the contingency of the two partitions.
create or replace table cell as
select person_id, true_id, count(*) as records
from scored_record
group by person_id, true_id
