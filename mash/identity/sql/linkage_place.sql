-- Grain: one row per record with an address, past or present. A dwelling or postcode held by more records than its cap
-- (a hostel, a prison, a placeholder nobody listed) says nothing of who somebody is and is left out.
create or replace temp table linkage_place as
with

dwelling as (
    select record_key, dwelling_key
    from (select distinct record_key, dwelling_key from stay where dwelling_key is not null)
    qualify count(*) over (partition by dwelling_key) <= $dwelling_cap
),

postcode as (
    select record_key, postcode
    from (select distinct record_key, postcode from stay where postcode is not null)
    qualify count(*) over (partition by postcode) <= $postcode_cap
),

outcode as (
    select distinct record_key, outcode from stay where outcode is not null
),

place as (
    select record_key, 'dwelling' as kind, dwelling_key as place from dwelling
    union all
    select record_key, 'postcode' as kind, postcode as place from postcode
    union all
    select record_key, 'outcode' as kind, outcode as place from outcode
)

select
    record_key,
    list_sort(list(place) filter (kind = 'dwelling')) as dwellings,
    list_sort(list(place) filter (kind = 'postcode')) as postcodes,
    list_sort(list(place) filter (kind = 'outcode')) as outcodes
from place
group by record_key
