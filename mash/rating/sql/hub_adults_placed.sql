-- Grain: one row per post area and exact set of current kinds of flag: adults of the hub who have it and ever stayed there.
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
    regexp_extract(stay.outcode, '^[A-Z]+') as area,
    kinds_of.kinds,
    count(distinct person_id) as adults
from kinds_of
inner join person using (person_id)
inner join membership using (person_id)
inner join stay using (record_key)
where coalesce(person.is_adult, true) and stay.outcode is not null
group by area, kinds_of.kinds
order by area, kinds_of.kinds
