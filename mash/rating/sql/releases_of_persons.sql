-- Grain: one row per person asked about who was in prison and is out: the last day of the last such stay.
with
asked as (
    select distinct unnest($persons::json::varchar[]) as person_id
),

jailed as (
    select
        person_id,
        stay.from_date,
        if(stay.to_date > $as_of::date, null, stay.to_date) as released_on,
        stay.agency,
        stay.dataset,
        stay.extract,
        stay.source_row
    from asked
    inner join membership using (person_id)
    inner join stay using (record_key)
    where
        stay.kind = 'prison'
        and coalesce(stay.from_date <= $as_of::date, true)
        and coalesce(stay.to_date >= stay.from_date, true)
)

select *
from jailed
qualify row_number() over (
    partition by person_id
    order by released_on desc nulls first, agency, dataset, extract, source_row
) = 1
and released_on is not null
order by person_id
