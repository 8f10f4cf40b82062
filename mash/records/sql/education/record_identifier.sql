-- Grain: one row per pupil and identifier given. A former UPN is a UPN.
insert into record_identifier by name
with given as (
    select la_pupil_id, 'upn' as scheme, upn as raw, canonical_upn(upn) as canonical
    from pupils
    union
    select la_pupil_id, 'upn' as scheme, former_upn as raw, canonical_upn(former_upn) as canonical
    from pupils
)

select
    $agency || ':' || la_pupil_id as record_key,
    scheme,
    raw,
    canonical
from given
where trim(raw) <> ''
