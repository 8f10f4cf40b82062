-- Grain: one row per nominal and identifier given.
insert into record_identifier by name
with given as (
    select nominal_ref, 'pnc' as scheme, pnc_id as raw, canonical_pnc(pnc_id, year($as_of::date)) as canonical
    from nominals
    union
    select nominal_ref, 'cro' as scheme, cro_number as raw, canonical_cro(cro_number) as canonical
    from nominals
)

select
    $agency || ':' || nominal_ref as record_key,
    scheme,
    raw,
    canonical
from given
where trim(raw) <> ''
