-- Grain: one row per record asked for, with the row of an extract it came from.
with asked as (
    select unnest($record_keys::json::varchar[]) as record_key
)

select
    person_record.record_key,
    person_record.agency,
    person_record.dataset,
    person_record.extract,
    person_record.source_row
from person_record
semi join asked using (record_key)
order by person_record.record_key
