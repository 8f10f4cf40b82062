-- Grain: one row per dated flag of a record asked for; one that is a licence condition is told there.
with asked as (
    select
        unnest($record_keys::json::varchar[]) as record_key,
        unnest($person_ids::json::varchar[]) as person_id
)

select
    'flag' as kind,
    asked.person_id,
    flag.valid_from as from_date,
    flag.valid_to as to_date,
    concat_ws('|', flag.kind, flag.scheme, lower(flag.category), lower(flag.level)) as matter,
    flag.agency as recorder,
    concat_ws(', ', flag.kind, flag.scheme, flag.category, flag.level, flag.authority, flag.status) as says,
    flag.agency,
    flag.dataset,
    flag.extract,
    flag.source_row
from asked
inner join flag using (record_key)
where flag.valid_from <= $as_of::date and flag.scheme <> 'LICENCE'
