-- Grain: one row per case asked for in whose reach is somebody flagged who is not of age.
with
asked as (
    select unnest($case_ids::json::varchar[]) as case_id
),

minor_flagged as (
    select person.person_id
    from person
    semi join person_flag using (person_id)
    where not person.is_adult
)

select distinct reach.case_id
from reach
semi join asked using (case_id)
semi join minor_flagged using (person_id)
order by reach.case_id
