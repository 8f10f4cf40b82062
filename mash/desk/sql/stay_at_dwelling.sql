-- Grain: one row per stay at a dwelling, by where it is.
create or replace table desk.stay_at_dwelling as
select *
from desk.stay
where dwelling_no is not null
order by dwelling_no, person_no, record_key, stay_id
