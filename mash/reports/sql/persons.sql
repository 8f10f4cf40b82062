-- Grain: one row per person, as exported.
select
    person_id,
    forenames,
    surname,
    names,
    date_of_birth,
    dob_precision,
    expected_date_of_birth,
    sex,
    is_adult,
    restricted,
    records,
    agencies
from person
order by person_id
