-- Grain: one row per record, with the number of its person.
create or replace temp table record_number as
select
    membership.record_key,
    person_number.person_no
from membership
inner join desk.person_number using (person_id)
