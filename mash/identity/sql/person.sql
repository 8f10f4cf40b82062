-- Grain: one row per person, with what to show of them; every other name stays in names.
-- The name: a whole one that somebody gives as current, whose first forename and surname the most agencies agree on, part
-- by part (no two agencies need spell the whole of it alike), then the most records. The date of birth: a whole date, then
-- the most agencies, then the most records. A tie goes to the source that checks identity best (our judgement): health
-- traces people in the national register of patients, schools hold legal names, social care answers to both (sources.md
-- D12, D15, D16); police hear a name on the day; probation may hold one person twice (D21); a person only named inside
-- another's record was checked by nobody. Then the fuller name, and the first in the alphabet or calendar.
create or replace table person as
with

checking as (
    select
        agency,
        min(case
            when contract in ('health', 'education', 'social_care') then 1
            when contract = 'police' then 3
            when contract = 'probation' then 4
            else 2
        end) as standing
    from source_freshness
    group by agency
),

held_record as (
    select
        membership.person_id,
        person_record.*,
        if(person_record.named_in is null, coalesce(checking.standing, 2), 5) as standing
    from person_record
    inner join membership using (record_key)
    left join checking using (agency)
),

named as (
    select
        held_record.person_id,
        record_name.forenames,
        record_name.surname,
        split_part(record_name.forenames, ' ', 1) as first_forename,
        record_name.kind = 'current' as goes_by,
        held_record.agency,
        held_record.standing
    from record_name
    inner join held_record using (record_key)
    where record_name.forenames is not null or record_name.surname is not null
),

forename_agreed as (
    select person_id, first_forename, count(distinct agency) as agencies, count(*) as records
    from named
    where goes_by and first_forename is not null
    group by all
),

surname_agreed as (
    select person_id, surname, count(distinct agency) as agencies, count(*) as records
    from named
    where goes_by and surname is not null
    group by all
),

name as (
    select
        person_id,
        forenames,
        surname,
        first_forename,
        bool_or(goes_by) as goes_by,
        min(if(goes_by, standing, null)) as standing
    from named
    group by all
),

best_name as (
    select name.person_id, name.forenames, name.surname
    from name
    left join forename_agreed as forename using (person_id, first_forename)
    left join surname_agreed as surname using (person_id, surname)
    qualify row_number() over (
        partition by name.person_id
        order by
            (name.forenames is not null and name.surname is not null) desc,
            name.goes_by desc,
            coalesce(forename.agencies, 0) + coalesce(surname.agencies, 0) desc,
            coalesce(forename.records, 0) + coalesce(surname.records, 0) desc,
            name.standing nulls last,
            length(concat_ws(' ', name.forenames, name.surname)) desc,
            name.forenames,
            name.surname
    ) = 1
),

every_name as (
    select person_id, list_sort(list(distinct concat_ws(' ', forenames, surname))) as names
    from name
    group by person_id
),

born as (
    select
        person_id,
        date_of_birth,
        dob_precision,
        count(distinct agency) as agencies,
        count(*) as records,
        min(standing) as standing
    from held_record
    where date_of_birth is not null
    group by all
),

best_born as (
    select person_id, date_of_birth, dob_precision
    from born
    qualify row_number() over (
        partition by person_id
        order by (dob_precision = 'day') desc, agencies desc, records desc, standing, date_of_birth
    ) = 1
),

sexed as (
    select person_id, sex, count(*) as records
    from held_record
    where sex is not null
    group by all
),

best_sex as (
    select person_id, sex
    from sexed
    qualify row_number() over (partition by person_id order by records desc, sex) = 1
),

held as (
    select
        person_id,
        max(expected_date_of_birth) as expected_date_of_birth,
        bool_or(coalesce(restricted, false)) as restricted,
        count(*)::integer as records,
        list_sort(list(distinct agency)) as agencies
    from held_record
    group by person_id
)

select
    held.person_id,
    best_name.forenames,
    best_name.surname,
    coalesce(every_name.names, []) as names,
    best_born.date_of_birth,
    best_born.dob_precision,
    case when best_born.date_of_birth is null then held.expected_date_of_birth end as expected_date_of_birth,
    best_sex.sex,
    coalesce(best_born.date_of_birth, held.expected_date_of_birth) + interval 18 years <= $as_of::date as is_adult,
    held.restricted,
    held.records,
    held.agencies
from held
left join best_name using (person_id)
left join every_name using (person_id)
left join best_born using (person_id)
left join best_sex using (person_id)
order by held.person_id
