-- Grain: one row per record of a true person and telephone number, e-mail address or vehicle on it.
select distinct
    membership.person_id,
    contact_detail.record_key,
    contact_detail.kind || ':' || contact_detail.canonical as context,
    person_record.agency,
    person_record.dataset,
    person_record.extract,
    person_record.source_row
from contact_detail
inner join membership using (record_key)
inner join person_record using (record_key)
where contact_detail.kind in ('phone', 'email', 'vehicle') and contact_detail.canonical is not null
