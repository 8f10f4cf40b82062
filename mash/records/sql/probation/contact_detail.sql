-- Grain: one row per offender and telephone number.
insert into contact_detail by name
with given as (
    select distinct crn, 'phone' as kind, unnest(phones) as raw from offenders
)

select
    $agency || ':' || crn as record_key,
    kind,
    canonical_phone(raw) as canonical,
    raw
from given
where trim(raw) <> ''
