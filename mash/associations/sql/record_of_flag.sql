-- Grain: one row per person asked for and row that sets a flag on them, with the record it is set on.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select distinct
    person_flag.person_id,
    person_flag.agency,
    person_flag.dataset,
    person_flag.extract,
    person_flag.source_row,
    person_flag.record_key
from person_flag
semi join asked using (person_id)
order by all
