-- Grain: one row per contact of a pupil.
insert into record_name by name
select
    concat_ws(':', $agency, 'contacts', la_pupil_id, contact_seq) as record_key,
    'current' as kind,
    clean_forenames(forenames) as forenames,
    clean_surname(surname) as surname,
    raw_name(forenames, surname) as raw
from contacts
