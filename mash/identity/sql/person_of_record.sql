-- Grain: one row per record asked about, with the person it belongs to.
select
    m.record_key,
    p.person_id,
    concat_ws(' ', p.forenames, p.surname) as name,
    p.names,
    p.date_of_birth
from membership as m
inner join person as p on p.person_id = m.person_id
where list_contains($keys, m.record_key)
