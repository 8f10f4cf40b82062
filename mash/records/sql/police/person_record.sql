-- Grain: one row per nominal.
insert into person_record by name
with cleaned as (
    select *, birth_date(date_of_birth, $as_of) as born from nominals
)

select
    $agency || ':' || nominal_ref as record_key,
    $agency as agency,
    'nominals' as dataset,
    _extract as extract,
    _row as source_row,
    nominal_ref as source_id,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    clean_sex(sex) as sex,
    clean_code(ethnicity_code) as ethnicity_code,
    restricted
from cleaned
