-- Grain: one row per pupil who prefers another surname.
insert into record_name by name
select
    $agency || ':' || la_pupil_id as record_key,
    'preferred' as kind,
    clean_forenames(forenames) as forenames,
    clean_surname(preferred_surname) as surname,
    raw_name(forenames, preferred_surname) as raw
from pupils
where clean_surname(preferred_surname) is not null
    and clean_surname(preferred_surname) is distinct from clean_surname(legal_surname)
