-- Grain: one row per dwelling asked for: how to call it, whether it must not be shown, whether it is a crowd.
with
asked as (
    select unnest($dwellings::json::varchar[]) as dwelling_key
),

at_dwelling as (
    select
        stay.dwelling_key,
        stay.address,
        stay.kind,
        coalesce(person.restricted, false) or stay.kind = 'refuge' as withheld
    from stay
    semi join asked using (dwelling_key)
    inner join membership using (record_key)
    inner join person using (person_id)
)

select
    at_dwelling.dwelling_key,
    min(at_dwelling.address) as address,
    bool_or(at_dwelling.withheld) as withheld,
    min(crowd.context_kind) as crowd
from at_dwelling
left join crowd on at_dwelling.dwelling_key = crowd.context_key
group by at_dwelling.dwelling_key
order by at_dwelling.dwelling_key
