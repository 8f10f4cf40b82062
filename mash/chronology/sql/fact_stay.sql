-- Grain: one row per dated stay of a record asked for. The address of a restricted person, of a refuge, and of any
-- dwelling where a restricted person or a refuge ever was, is withheld: whoever lives with them gives the place away.
with
asked as (
    select
        unnest($record_keys::json::varchar[]) as record_key,
        unnest($person_ids::json::varchar[]) as person_id,
        unnest($restricted::json::boolean[]) as restricted
),

stayed as (
    select
        asked.person_id,
        asked.restricted,
        stay.*
    from asked
    inner join stay using (record_key)
    where coalesce(stay.from_date, stay.to_date) <= $as_of::date
),

withheld as (
    select distinct stay.dwelling_key
    from stay
    semi join stayed using (dwelling_key)
    inner join membership using (record_key)
    inner join person using (person_id)
    where person.restricted or stay.kind = 'refuge'
)

select
    'stay' as kind,
    stayed.person_id,
    stayed.from_date,
    stayed.to_date,
    stayed.dwelling_key as matter,
    stayed.agency as recorder,
    stayed.kind || case
        when stayed.restricted or stayed.kind = 'refuge' or withheld.dwelling_key is not null then ', address restricted'
        else coalesce(', ' || stayed.address, ', no address given' || coalesce(' but ' || stayed.outcode, ''))
    end as says,
    stayed.agency,
    stayed.dataset,
    stayed.extract,
    stayed.source_row
from stayed
left join withheld using (dwelling_key)
