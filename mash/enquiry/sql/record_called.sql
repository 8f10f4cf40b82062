-- Grain: one row per record asked for: the name its person goes by there, else any it has, and its day of birth.
with

name as (
    select
        record_key,
        coalesce(
            min(concat_ws(' ', forenames, surname)) filter (where kind = 'current'),
            min(concat_ws(' ', forenames, surname))
        ) as name
    from record_name
    where list_contains($keys::varchar[], record_key)
    group by record_key
)

select
    person_record.record_key,
    coalesce(name.name, '') as name,
    person_record.date_of_birth as born
from person_record
left join name using (record_key)
where list_contains($keys::varchar[], person_record.record_key)
order by person_record.record_key
