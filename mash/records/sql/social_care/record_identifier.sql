-- Grain: one row per person and identifier given.
insert into record_identifier by name
with given as (
    select social_care_id, 'nhs' as scheme, nhs_number as raw, canonical_nhs(nhs_number) as canonical
    from persons
    union
    select social_care_id, 'upn' as scheme, upn as raw, canonical_upn(upn) as canonical
    from persons
)

select
    $agency || ':' || social_care_id as record_key,
    scheme,
    raw,
    canonical
from given
where trim(raw) <> ''
