-- Grain: one row per contact of a pupil with a telephone number.
insert into contact_detail by name
select
    concat_ws(':', $agency, 'contacts', la_pupil_id, contact_seq) as record_key,
    'phone' as kind,
    canonical_phone(phone) as canonical,
    phone as raw
from contacts
where trim(phone) <> ''
