-- Grain: one row per person, with what to show of them: the name and the date of birth most of their agencies give.
-- Ties go to the fuller, then to the first in the alphabet or calendar.
create or replace table person as
with

named as (
    select
        membership.person_id,
        record_name.forenames,
        record_name.surname,
        count(distinct person_record.agency) filter (record_name.kind = 'current') as agencies,
        count(*) filter (record_name.kind = 'current') as records
    from record_name
    inner join membership using (record_key)
    inner join person_record using (record_key)
    where record_name.forenames is not null or record_name.surname is not null
    group by all
),

best_name as (
    select person_id, forenames, surname
    from named
    qualify row_number() over (
        partition by person_id
        order by
            (forenames is not null and surname is not null) desc,
            agencies desc,
            records desc,
            length(concat_ws(' ', forenames, surname)) desc,
            forenames,
            surname
    ) = 1
),

every_name as (
    select person_id, list_sort(list(distinct concat_ws(' ', forenames, surname))) as names
    from named
    group by person_id
),

born as (
    select
        membership.person_id,
        person_record.date_of_birth,
        person_record.dob_precision,
        count(distinct person_record.agency) as agencies,
        count(*) as records
    from person_record
    inner join membership using (record_key)
    where person_record.date_of_birth is not null
    group by all
),

best_born as (
    select person_id, date_of_birth, dob_precision
    from born
    qualify row_number() over (
        partition by person_id
        order by (dob_precision = 'day') desc, agencies desc, records desc, date_of_birth
    ) = 1
),

sexed as (
    select membership.person_id, person_record.sex, count(*) as records
    from person_record
    inner join membership using (record_key)
    where person_record.sex is not null
    group by all
),

best_sex as (
    select person_id, sex
    from sexed
    qualify row_number() over (partition by person_id order by records desc, sex) = 1
),

held as (
    select
        membership.person_id,
        bool_or(coalesce(person_record.restricted, false)) as restricted,
        count(*)::integer as records,
        list_sort(list(distinct person_record.agency)) as agencies
    from person_record
    inner join membership using (record_key)
    group by membership.person_id
)

select
    held.person_id,
    best_name.forenames,
    best_name.surname,
    coalesce(every_name.names, []) as names,
    best_born.date_of_birth,
    best_born.dob_precision,
    best_sex.sex,
    best_born.date_of_birth + interval 18 years <= $as_of::date as is_adult,
    held.restricted,
    held.records,
    held.agencies
from held
left join best_name using (person_id)
left join every_name using (person_id)
left join best_born using (person_id)
left join best_sex using (person_id)
order by held.person_id
