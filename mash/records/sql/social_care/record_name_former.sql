-- Grain: one row per person and distinct former surname, with the current forenames.
-- Sifted after the grouping: DuckDB would push an earlier filter down and clean every name again for it.
insert into record_name by name
with given as (
    select social_care_id, forenames, surname, unnest(former_surnames) as former_surname
    from persons
    where len(former_surnames) > 0
),

cleaned as (
    select
        social_care_id,
        raw_name(forenames, former_surname) as raw,
        clean_forenames(forenames) as forenames,
        clean_surname(former_surname) as surname,
        clean_surname(surname) as current_surname
    from given
)

select
    $agency || ':' || social_care_id as record_key,
    'former' as kind,
    forenames,
    surname,
    min(raw) as raw
from cleaned
group by social_care_id, forenames, surname
having min(surname) is not null and min(surname) is distinct from min(current_surname)
