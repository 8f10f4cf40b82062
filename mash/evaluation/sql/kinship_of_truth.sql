-- Grain: one row: records of the hub that the truth knows too, and of those with two full dates of birth, how many agree.
with

both_know as (
    select
        person_record.dob_precision = 'day' as comparable,
        person_record.date_of_birth = persons.date_of_birth as agree
    from hub.person_record
    inner join truth.membership using (record_key)
    inner join truth.persons on membership.person_id = persons.person_id
)

select
    (select count(*) from hub.person_record) as hub_records,
    count(*) as shared,
    count(*) filter (comparable and agree is not null) as comparable,
    count(*) filter (comparable and agree) as agree
from both_know
