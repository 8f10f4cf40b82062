-- Grain: one row per person whom an offender names as a personal contact. Someone named without
-- a usable name or date of birth is left out: such a record could only ever stand for nobody.
insert into person_record by name
with named as (
    select
        *,
        birth_date(contact_date_of_birth, $as_of) as born,
        naming_key(contact_forenames, contact_surname, contact_date_of_birth) as name_key
    from personal_contacts
)

select
    concat_ws(':', $agency, 'personal_contacts', crn, name_key) as record_key,
    $agency as agency,
    'personal_contacts' as dataset,
    _extract as extract,
    _row as source_row,
    crn || ':' || name_key as source_id,
    $agency || ':' || crn as named_in,
    relationship_word(relationship) as named_as,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    sex_of_relationship(relationship) as sex
from named
where coalesce(clean_forenames(contact_forenames), clean_surname(contact_surname), born::varchar) is not null
qualify row_number() over (
    partition by crn, name_key order by from_date desc nulls last, _extract desc, fact_key(named)
) = 1
