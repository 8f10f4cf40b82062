-- Grain: one row per record with a relative whose address is known: the postcodes at which its family is or was. The
-- relative is taken to be every record known by one of its keys, so that a school's and a clinic's child are one.
create or replace temp table linkage_kin_place as
with

relative as (
    select record_key_a as record_key, record_key_b as relative_key from declared_relationship
    where list_contains($family, relationship)
    union
    select record_key_b, record_key_a from declared_relationship
    where list_contains($family, relationship)
),

alias as (
    select distinct one.record_key as relative_key, other.record_key as alias_key
    from known_as as one
    inner join known_as as other using (known_as)
    union
    select relative_key, relative_key from relative
),

family as (
    select distinct relative.record_key, alias.alias_key
    from relative
    inner join alias using (relative_key)
    where alias.alias_key <> relative.record_key
),

place as (
    select family.record_key, 'dwelling' as kind, unnest(linkage_place.dwellings) as place
    from family
    inner join linkage_place on linkage_place.record_key = family.alias_key
    union
    select family.record_key, 'postcode' as kind, unnest(linkage_place.postcodes) as place
    from family
    inner join linkage_place on linkage_place.record_key = family.alias_key
)

select
    record_key,
    list_sort(list(place) filter (kind = 'dwelling')) as kin_dwellings,
    list_sort(list(place) filter (kind = 'postcode')) as kin_postcodes,
    list_sort(list(distinct string_split(place, ' ')[1]) filter (kind = 'postcode')) as kin_outcodes
from place
group by record_key
