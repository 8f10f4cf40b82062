-- Grain: one row per person who is another sealed identity of the one asked for.
select if(person_a = $person, person_b, person_a) as person_id
from sealed_pair
where $person in (person_a, person_b)
