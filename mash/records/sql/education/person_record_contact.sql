-- Grain: one row per contact of a pupil.
insert into person_record by name
with contact as (
    select *, birth_date(date_of_birth, $as_of) as born from contacts
)

select
    concat_ws(':', $agency, 'contacts', la_pupil_id, contact_seq) as record_key,
    $agency as agency,
    'contacts' as dataset,
    _extract as extract,
    _row as source_row,
    concat_ws(':', la_pupil_id, contact_seq) as source_id,
    $agency || ':' || la_pupil_id as named_in,
    relationship_word(relationship) as named_as,
    born as date_of_birth,
    birth_precision(born) as dob_precision,
    sex_of_relationship(relationship) as sex
from contact
