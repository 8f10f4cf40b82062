-- Grain: one row per person whom a patient's record names without a patient number of their own.
insert into record_name by name
with named as (
    select
        local_patient_id,
        related_forenames as forenames,
        related_surname as surname,
        birth_date(related_date_of_birth, $as_of) as born,
        naming_key(related_forenames, related_surname, related_date_of_birth) as name_key
    from related_persons
    where nullif(trim(related_local_patient_id), '') is null
)

select
    concat_ws(':', $agency, 'related_persons', local_patient_id, name_key) as record_key,
    'current' as kind,
    clean_forenames(any_value(forenames order by forenames, surname)) as forenames,
    clean_surname(any_value(surname order by forenames, surname)) as surname,
    min(raw_name(forenames, surname)) as raw
from named
where coalesce(clean_forenames(forenames), clean_surname(surname), born::varchar) is not null
group by local_patient_id, name_key
