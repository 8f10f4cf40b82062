-- Grain: one row per flag that had begun by the date, of the persons asked for; the status is as of the run.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select person_flag.*
from person_flag
semi join asked using (person_id)
where coalesce(person_flag.valid_from <= $as_of::date, true)
order by
    person_flag.person_id,
    person_flag.kind,
    person_flag.scheme,
    person_flag.agency,
    person_flag.dataset,
    person_flag.extract,
    person_flag.source_row
