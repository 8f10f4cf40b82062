-- Grain: one row per true person of whom some agency sent a current flag of a counted kind.
create or replace table sent_flag as
select distinct scored_record.true_person_id as person_id
from person_flag
inner join scored_record using (record_key)
where person_flag.status = 'current' and list_contains($kinds::varchar[], person_flag.kind)
