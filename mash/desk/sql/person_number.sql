-- Grain: one row per person, with their number in the order of where they were last known to stay: neighbours, and so
-- families, lie beside each other. Sorted by id, to be looked up by it.
create or replace table desk.person_number as
with
home as (
    select
        membership.person_id,
        arg_max(
            coalesce(stay.postcode, stay.outcode),
            (coalesce(stay.from_date, stay.to_date, date '0001-01-01'), coalesce(stay.postcode, stay.outcode))
        ) as place
    from membership
    inner join stay using (record_key)
    where coalesce(stay.postcode, stay.outcode) is not null
    group by membership.person_id
),

numbered as (
    select
        person.person_id,
        (row_number() over (order by home.place nulls last, person.person_id))::integer as person_no
    from person
    left join home using (person_id)
)

select *
from numbered
order by person_id
