-- Grain: one row per personal contact of an offender.
insert into declared_relationship by name
select
    $agency || ':' || crn as record_key_a,
    concat_ws(
        ':', $agency, 'personal_contacts', crn, naming_key(contact_forenames, contact_surname, contact_date_of_birth)
    ) as record_key_b,
    relationship_word(relationship) as relationship,
    $agency as agency,
    'personal_contacts' as dataset,
    _extract as extract,
    _row as source_row,
    clean_date(from_date) as from_date,
    clean_date(to_date) as to_date,
    case
        when coalesce(clean_date(from_date), clean_date(to_date)) is null then extract_date(_first_sent)
    end as known_on,
    says_lives_together(relationship) as lives_together
from personal_contacts
where coalesce(
    clean_forenames(contact_forenames), clean_surname(contact_surname),
    birth_date(contact_date_of_birth, $as_of)::varchar
) is not null
