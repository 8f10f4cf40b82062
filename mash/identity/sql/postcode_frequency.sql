-- Grain: one row per kind (sparse, crowded) and postcode of at least $least records where $step times fewer live than usual, or
-- $step times more: the share of the records with a postcode that give it. Usual is how many the postcode of a record has
-- on average; a postcode that is not here counts as usual.
with

held as (
    select postcode, count(distinct record_key) as records from stay
    where postcode is not null
    group by postcode
),

usual as (
    select sum(records * records) / sum(records) as records from held
),

located as (
    select count(distinct record_key) as records from stay
    where postcode is not null
)

select
    case when held.records < usual.records then 'sparse postcode' else 'crowded postcode' end as kind,
    held.postcode as token,
    held.records / located.records as frequency
from held
cross join usual
cross join located
where
    held.records >= $least
    and (held.records * $step <= usual.records or held.records >= usual.records * $step)
order by kind, token
