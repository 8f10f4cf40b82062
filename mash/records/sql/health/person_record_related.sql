-- Grain: one row per person whom a patient's record names without a patient number of their own. Someone named without
-- a usable name or date of birth is left out: such a record could only ever stand for nobody.
insert into person_record by name
with named as (
    select
        *,
        birth_date(related_date_of_birth, $as_of) as born,
        naming_key(related_forenames, related_surname, related_date_of_birth) as name_key
    from related_persons
    where nullif(trim(related_local_patient_id), '') is null
)

select
    concat_ws(':', $agency, 'related_persons', local_patient_id, name_key) as record_key,
    $agency as agency,
    'related_persons' as dataset,
    _extract as extract,
    _row as source_row,
    local_patient_id || ':' || name_key as source_id,
    $agency || ':' || local_patient_id as named_in,
    relationship_word(relationship) as named_as,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    sex_of_relationship(relationship) as sex
from named
where coalesce(clean_forenames(related_forenames), clean_surname(related_surname), born::varchar) is not null
qualify row_number() over (
    partition by local_patient_id, name_key order by from_date desc nulls last, _extract desc, fact_key(named)
) = 1
