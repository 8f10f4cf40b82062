-- Grain: one row per agency of the run: its records, the persons they are of, and the records with a date of birth.
select
    record.agency,
    count(*) as records,
    count(distinct member.person_id) as persons,
    count(record.date_of_birth) as with_date_of_birth
from person_record as record
inner join membership as member on record.record_key = member.record_key
group by record.agency
order by record.agency
