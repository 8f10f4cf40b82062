-- Grain: one row per stay of a record, by whose it is, with the number of the dwelling.
create or replace table desk.stay as
select
    record_number.person_no,
    dwelling_number.dwelling_no,
    stay.*
from stay
inner join record_number using (record_key)
left join dwelling_number using (dwelling_key)
order by record_number.person_no, stay.record_key, stay.stay_id
