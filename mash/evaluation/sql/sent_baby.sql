-- Grain: one row per true person who is unborn or was born less than a year ago.
select person_id
from person
where coalesce(date_of_birth, expected_date_of_birth) > $as_of::date - interval 1 year
