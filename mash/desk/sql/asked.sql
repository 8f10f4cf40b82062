-- Grain: one row per person who may be within reach, with the round in which they were met.
create table asked as
select
    person_no,
    0 as round
from desk.person_number
where person_id = $child
