-- Grain: one row per person merged into another in this run.
select
    person_id,
    other_person_id
from person_event
where kind = 'merged' and other_person_id is not null
order by person_id
