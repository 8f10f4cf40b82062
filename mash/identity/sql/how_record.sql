-- Grain: one row per record of a person, with the row of the extract it came from.
select
    person_record.record_key,
    person_record.agency,
    person_record.dataset,
    person_record.extract,
    person_record.source_row,
    person_record.named_in,
    person_record.named_as
from membership
inner join person_record using (record_key)
where membership.person_id = $person_id
order by person_record.record_key
