-- Grain: one row per person whom an offender names as a personal contact.
insert into record_name by name
with named as (
    select
        crn,
        contact_forenames as forenames,
        contact_surname as surname,
        birth_date(contact_date_of_birth, $as_of) as born,
        naming_key(contact_forenames, contact_surname, contact_date_of_birth) as name_key
    from personal_contacts
)

select
    concat_ws(':', $agency, 'personal_contacts', crn, name_key) as record_key,
    'current' as kind,
    clean_forenames(any_value(forenames order by forenames, surname)) as forenames,
    clean_surname(any_value(surname order by forenames, surname)) as surname,
    min(raw_name(forenames, surname)) as raw
from named
where coalesce(clean_forenames(forenames), clean_surname(surname), born::varchar) is not null
group by crn, name_key
