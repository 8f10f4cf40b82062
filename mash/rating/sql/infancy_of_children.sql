-- Grain: one row per child asked about who is unborn or under a year old. Of a date of birth no more than this leaves here.
with
asked as (
    select distinct unnest($child_ids::json::varchar[]) as person_id
),

due as (
    select
        person.person_id,
        coalesce(person.date_of_birth, person.expected_date_of_birth) as born_on
    from asked
    inner join person using (person_id)
)

select
    person_id,
    if(born_on > $as_of::date, 'unborn', 'under one') as infancy
from due
where born_on > $as_of::date - interval 1 year
order by person_id
