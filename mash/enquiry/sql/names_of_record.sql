-- Grain: one row per record asked for, with all its names.
select
    r.record_key,
    string_agg(
        distinct concat_ws(' ', n.forenames, n.surname), ' / ' order by concat_ws(' ', n.forenames, n.surname)
    ) as names,
    any_value(r.date_of_birth) as date_of_birth
from person_record as r
left join record_name as n on r.record_key = n.record_key
where list_contains($keys, r.record_key)
group by r.record_key
