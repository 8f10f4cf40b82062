-- Grain: one row per person, kind of stay, place no finer than an outward code, and period.
select
    m.person_id,
    s.kind,
    s.outcode,
    s.from_date,
    s.to_date,
    min_by(
        {
            'agency': s.agency,
            'dataset': s.dataset,
            'extract': s.extract,
            'source_row': s.source_row
        },
        (s.agency, s.dataset, s.extract, s.source_row)
    ) as source
from membership as m
inner join stay as s on s.record_key = m.record_key
where list_contains($person_ids, m.person_id)
group by all
order by m.person_id, s.from_date nulls first, s.to_date nulls last, s.outcode nulls last, s.kind
