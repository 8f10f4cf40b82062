-- Grain: one row per offender and identifier given.
insert into record_identifier by name
with given as (
    select crn, 'crn' as scheme, crn as raw, canonical_crn(crn) as canonical
    from offenders
    union
    select crn, 'pnc' as scheme, pnc_id as raw, canonical_pnc(pnc_id, year($as_of::date)) as canonical
    from offenders
    union
    select crn, 'noms' as scheme, noms_number as raw, canonical_noms(noms_number) as canonical
    from offenders
)

select
    $agency || ':' || crn as record_key,
    scheme,
    raw,
    canonical
from given
where trim(raw) <> ''
