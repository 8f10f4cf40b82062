-- Grain: one row per record asked for that gives a date of birth, of persons under eighteen.
with asked as (
    select
        unnest($record_keys::json::varchar[]) as record_key,
        unnest($person_ids::json::varchar[]) as person_id
)

select
    'birth' as kind,
    asked.person_id,
    record.date_of_birth as from_date,
    if(record.dob_precision = 'year', 'year', 'day') as precision,
    'born' as matter,
    record.agency as recorder,
    'born' as says,
    record.agency,
    record.dataset,
    record.extract,
    record.source_row
from asked
inner join person_record as record using (record_key)
where record.date_of_birth <= $as_of::date and record.date_of_birth > $as_of::date - interval 18 year
