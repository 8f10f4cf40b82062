-- Grain: one row per stay of a true person that had begun, placed or not, and whether that person is restricted.
select
    membership.person_id,
    stay.dwelling_key,
    stay.outcode,
    stay.kind,
    stay.from_date,
    stay.to_date,
    person.restricted,
    coalesce(stay.from_date <= $as_of::date, true) and coalesce(stay.to_date >= stay.from_date, true) as holds
from stay
inner join membership using (record_key)
inner join person using (person_id)
