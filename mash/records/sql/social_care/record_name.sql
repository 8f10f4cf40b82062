-- Grain: one row per person.
insert into record_name by name
select
    $agency || ':' || social_care_id as record_key,
    'current' as kind,
    clean_forenames(forenames) as forenames,
    clean_surname(surname) as surname,
    raw_name(forenames, surname) as raw
from persons
