-- Grain: one row per pupil.
insert into record_name by name
select
    $agency || ':' || la_pupil_id as record_key,
    'current' as kind,
    clean_forenames(forenames) as forenames,
    clean_surname(legal_surname) as surname,
    raw_name(forenames, legal_surname) as raw
from pupils
