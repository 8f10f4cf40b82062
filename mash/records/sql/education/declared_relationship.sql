-- Grain: one row per contact of a pupil.
insert into declared_relationship by name
select
    $agency || ':' || la_pupil_id as record_key_a,
    concat_ws(':', $agency, 'contacts', la_pupil_id, contact_seq) as record_key_b,
    relationship_word(relationship) as relationship,
    $agency as agency,
    'contacts' as dataset,
    _extract as extract,
    _row as source_row,
    clean_date(from_date) as from_date,
    clean_date(to_date) as to_date,
    case
        when coalesce(clean_date(from_date), clean_date(to_date)) is null then extract_date(_first_sent)
    end as known_on,
    lives_with_child as lives_together
from contacts
