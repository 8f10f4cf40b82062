-- Grain: one row per related person of a patient, by patient number or by name.
insert into declared_relationship by name
with related as (
    select
        *,
        nullif(trim(related_local_patient_id), '') as related_id,
        naming_key(related_forenames, related_surname, related_date_of_birth) as name_key
    from related_persons
)

select
    $agency || ':' || local_patient_id as record_key_a,
    coalesce(
        $agency || ':' || related_id, concat_ws(':', $agency, 'related_persons', local_patient_id, name_key)
    ) as record_key_b,
    relationship_word(relationship) as relationship,
    $agency as agency,
    'related_persons' as dataset,
    _extract as extract,
    _row as source_row,
    clean_date(from_date) as from_date,
    clean_date(to_date) as to_date,
    case
        when coalesce(clean_date(from_date), clean_date(to_date)) is null then extract_date(_first_sent)
    end as known_on,
    says_lives_together(relationship) as lives_together
from related
where related_id is distinct from local_patient_id
    and coalesce(
        related_id, clean_forenames(related_forenames), clean_surname(related_surname),
        birth_date(related_date_of_birth, $as_of)::varchar
    ) is not null
