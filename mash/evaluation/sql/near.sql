-- Grain: one row per threshold and ordered pair of persons whose records count as found together there, each with itself.
create or replace table near as
with

person as (
    select distinct person_id from cell
),

possible as (
    select person_a as person_id, person_b as near_id from hub.possible_identity
    union
    select person_b, person_a from hub.possible_identity
)

select 'joined' as threshold, person_id, person_id as near_id, 1 as same from person
union all
select 'possible', person_id, person_id, 1 from person
union all
select 'possible', possible.person_id, possible.near_id, 0
from possible
semi join person using (person_id)
semi join person on possible.near_id = person.person_id
