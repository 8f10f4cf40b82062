-- Grain: one row per dwelling, numbered in the order of the first person who stayed there.
create or replace temp table dwelling_number as
with first_there as (
    select
        stay.dwelling_key,
        min(record_number.person_no) as person_no
    from stay
    inner join record_number using (record_key)
    where stay.dwelling_key is not null
    group by stay.dwelling_key
)

select
    dwelling_key,
    (row_number() over (order by person_no, dwelling_key))::integer as dwelling_no
from first_there
