-- Grain: one row per record without a year of birth, of a person or of relatives known by more records after the first
-- look: every postcode at which these people, taken as persons, are or were.
create or replace temp table widened_family as
with

thin as (
    select linkage_record.record_id, provisional_person.person
    from linkage_record
    inner join provisional_person using (record_id)
    where linkage_record.birth_year is null
),

stated as (
    select record_key_a as record_key, record_key_b as relative_key from declared_relationship
    where list_contains($family, relationship)
    union
    select record_key_b, record_key_a from declared_relationship
    where list_contains($family, relationship)
),

related as (
    select distinct one.person, other.person as relative
    from stated
    inner join linkage_record as a on a.record_key = stated.record_key
    inner join linkage_record as b on b.record_key = stated.relative_key
    inner join provisional_person as one on one.record_id = a.record_id
    inner join provisional_person as other on other.record_id = b.record_id
    union
    select distinct person, person from thin
),

known_place as (
    select provisional_person.person, 'dwelling' as kind, unnest(linkage_record.dwellings) as place
    from linkage_record
    inner join provisional_person using (record_id)
    union
    select provisional_person.person, 'postcode' as kind, unnest(linkage_record.postcodes) as place
    from linkage_record
    inner join provisional_person using (record_id)
),

place as (
    select distinct thin.record_id, known_place.kind, known_place.place
    from thin
    inner join related using (person)
    inner join known_place on known_place.person = related.relative
)

select
    record_id,
    list_sort(list(place) filter (kind = 'dwelling')) as kin_dwellings,
    list_sort(list(place) filter (kind = 'postcode')) as kin_postcodes,
    list_sort(list(distinct string_split(place, ' ')[1]) filter (kind = 'postcode')) as kin_outcodes
from place
group by record_id
