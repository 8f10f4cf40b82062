-- Grain: one row per nominal and telephone number or vehicle.
insert into contact_detail by name
with given as (
    select nominal_ref, 'phone' as kind, unnest(phones) as raw from nominals
    union
    select nominal_ref, 'vehicle' as kind, unnest(vehicles) as raw from nominals
)

select
    $agency || ':' || nominal_ref as record_key,
    kind,
    case kind when 'phone' then canonical_phone(raw) else canonical_vehicle(raw) end as canonical,
    raw
from given
where trim(raw) <> ''
