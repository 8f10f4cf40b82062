-- Grain: one row per offender.
insert into record_name by name
select
    $agency || ':' || crn as record_key,
    'current' as kind,
    clean_forenames(forenames) as forenames,
    clean_surname(surname) as surname,
    raw_name(forenames, surname) as raw
from offenders
