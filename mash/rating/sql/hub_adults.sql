-- Grain: one row per exact set of current kinds of flag, and how many adults of the hub have it; null: none.
with
kinds_of as (
    select
        person_id,
        list(distinct kind order by kind) as kinds
    from person_flag
    where status = 'current'
    group by person_id
)

select
    kinds_of.kinds,
    count(*) as adults
from person
left join kinds_of using (person_id)
where coalesce(person.is_adult, true)
group by kinds_of.kinds
order by kinds_of.kinds
