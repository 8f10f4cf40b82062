-- Grain: one row: what to call the person asked about, and how old they are or when expected.
select
    coalesce(nullif(concat_ws(' ', forenames, surname), ''), names[1], person_id) as name,
    date_of_birth,
    expected_date_of_birth
from person
where person_id = $person_id
