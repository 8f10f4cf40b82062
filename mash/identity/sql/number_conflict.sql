-- Grain: one row per kind of official number, of which one person has one, that both groups of records hold and none of
-- it in common; with the first record of each that holds one.
with

of_either as (
    select record_key, nhs, upn, pnc, cro from linkage_record
    where list_contains($one, record_key) or list_contains($other, record_key)
),

held as (
    select record_key, 'NHS number' as kind, unnest(nhs) as value from of_either
    union all
    select record_key, 'unique pupil number' as kind, unnest(upn) as value from of_either
    union all
    select record_key, 'PNC number' as kind, unnest(pnc) as value from of_either
    union all
    select record_key, 'CRO number' as kind, unnest(cro) as value from of_either
),

one as (
    select kind, min(record_key) as record_key, list(value) as numbers
    from held
    where list_contains($one, record_key)
    group by kind
),

other as (
    select kind, min(record_key) as record_key, list(value) as numbers
    from held
    where list_contains($other, record_key)
    group by kind
)

select one.kind, one.record_key as record_key_a, other.record_key as record_key_b
from one
inner join other using (kind)
where not list_has_any(one.numbers, other.numbers)
order by one.kind
