-- Grain: one row per ordered pair of persons that may be one person.
create or replace table identity_hop as
select
    person_a as from_person,
    person_b as to_person,
    probability
from possible_identity
union all
select
    person_b as from_person,
    person_a as to_person,
    probability
from possible_identity
