-- Grain: one row per stay that can be placed and had begun, and the true person.
select
    membership.person_id,
    stay.record_key,
    stay.agency,
    stay.dataset,
    stay.extract,
    stay.source_row,
    stay.dwelling_key,
    stay.line,
    stay.kind,
    stay.from_date,
    stay.to_date
from stay
inner join membership using (record_key)
where
    stay.dwelling_key is not null
    and coalesce(stay.to_date >= stay.from_date, true)
    and coalesce(stay.from_date <= $as_of::date, true)
