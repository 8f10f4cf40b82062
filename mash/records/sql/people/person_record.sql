-- Grain: one row per person.
insert into person_record by name
with cleaned as (
    select *, birth_date(date_of_birth, $as_of) as born from people
)

select
    $agency || ':' || person_ref as record_key,
    $agency as agency,
    'people' as dataset,
    _extract as extract,
    _row as source_row,
    person_ref as source_id,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    clean_sex(sex) as sex
from cleaned
