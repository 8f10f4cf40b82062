-- Grain: one row per kind (forename, surname) and token that at least $least records carry: the share of records with
-- it. A token that is not here counts as rare as the rarest kept one.
with

carried as (
    select distinct record_key, 'forename' as kind, first_name as token from name_part where first_name is not null
    union all
    select distinct record_key, 'surname' as kind, surname as token from name_part where surname is not null
),

named as (
    select kind, count(distinct record_key) as records from carried group by kind
)

select carried.kind, carried.token, count(*) / named.records as frequency
from carried
inner join named using (kind)
group by carried.kind, carried.token, named.records
having count(*) >= $least
order by carried.kind, carried.token
