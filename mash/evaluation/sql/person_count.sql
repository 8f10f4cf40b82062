-- Grain: one row per dimension and group: true persons of several records and those split, persons found and those mixed.
create or replace table person_count as
with

true_person as (
    select true_id, sum(records) as records, count(*) as stands_as from cell group by true_id
),

found_person as (
    select person_id, count(*) as holds from cell group by person_id
),

grouped as (
    select distinct record_group.dimension, record_group.value, scored_record.person_id, scored_record.true_id
    from record_group
    inner join scored_record using (record_key)
)

select
    grouped.dimension,
    grouped.value,
    count(distinct grouped.true_id) filter (true_person.records > 1) as true_persons,
    count(distinct grouped.true_id) filter (true_person.stands_as > 1) as split,
    count(distinct grouped.person_id) as found_persons,
    count(distinct grouped.person_id) filter (found_person.holds > 1) as mixed
from grouped
inner join true_person using (true_id)
inner join found_person using (person_id)
group by grouped.dimension, grouped.value
