-- Grain: one row per record of one person, with the names it goes by.
select
    r.record_key,
    r.agency,
    r.dataset,
    r.extract,
    r.source_row,
    r.date_of_birth,
    list(distinct concat_ws(' ', n.forenames, n.surname) order by concat_ws(' ', n.forenames, n.surname))
        filter (where n.record_key is not null) as names
from membership as m
inner join person_record as r on r.record_key = m.record_key
left join record_name as n on n.record_key = m.record_key
where m.person_id = $person_id
group by all
order by r.agency, r.record_key
