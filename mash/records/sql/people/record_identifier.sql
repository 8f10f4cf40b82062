-- Grain: one row per person and identifier given as `scheme:value`.
insert into record_identifier by name
with given as (
    select distinct person_ref, unnest(identifiers) as identifier from people
),

parted as (
    select
        person_ref,
        canonical_scheme(split_part(identifier, ':', 1)) as scheme,
        trim(substr(identifier, strpos(identifier, ':') + 1)) as raw
    from given
    where contains(identifier, ':')
)

select
    $agency || ':' || person_ref as record_key,
    scheme,
    raw,
    canonical_identifier(scheme, raw, year($as_of::date)) as canonical
from parted
where raw <> '' and scheme <> ''
