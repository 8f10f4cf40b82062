-- Grain: one row per record with an address, past or present. A dwelling, postcode or line held by more records than its cap
-- (a hostel, a prison, a placeholder nobody listed) says nothing of who somebody is and is left out. A locality that few of
-- the records with one are in is rare: it tells more than the town that most are in. The years of a stay at a dwelling go
-- with it as hashes, fifty at most; one of which no start is known is undated.
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

dated as (
    select
        record_key,
        stay.dwelling_key,
        extract(year from stay.from_date) as from_year,
        extract(year from coalesce(stay.to_date, $as_of::date)) as to_year
    from stay
    semi join dwelling using (record_key, dwelling_key)
),

dwelling_year as (
    select
        record_key,
        unnest(range(from_year, least(to_year, from_year + 49) + 1)) as year,
        dwelling_key
    from dated
    where from_year <= to_year
),

outcode as (
    select distinct record_key, outcode from stay where outcode is not null
),

line as (
    select record_key, line
    from (select distinct record_key, line from stay where line is not null)
    qualify count(*) over (partition by line) <= $dwelling_cap
),

locality as (
    select distinct record_key, unnest(localities) as locality from stay
),

located as (
    select count(distinct record_key) as records from locality
),

rare_locality as (
    select locality.locality
    from locality
    cross join located
    group by locality.locality, located.records
    having count(*) < $rare_locality * located.records
),

place as (
    select record_key, 'dwelling' as kind, dwelling_key as place from dwelling
    union all
    select record_key, 'postcode' as kind, postcode as place from postcode
    union all
    select record_key, 'outcode' as kind, outcode as place from outcode
    union all
    select record_key, 'line' as kind, line as place from line
    union all
    select record_key, 'locality' as kind, locality as place from locality
    union all
    select locality.record_key, 'rare locality' as kind, locality.locality as place
    from locality
    semi join rare_locality using (locality)
),

undated as (
    select
        record_key,
        list_sort(list(distinct dwelling_key)) as undated_dwellings
    from dated
    where coalesce(from_year > to_year, true)
    group by record_key
),

lived as (
    select
        record_key,
        list_sort(list(distinct hash(dwelling_key, year))) as dwelling_years
    from dwelling_year
    group by record_key
)

select
    place.record_key,
    any_value(lived.dwelling_years) as dwelling_years,
    any_value(undated.undated_dwellings) as undated_dwellings,
    list_sort(list(place) filter (kind = 'dwelling')) as dwellings,
    list_sort(list(place) filter (kind = 'postcode')) as postcodes,
    list_sort(list(place) filter (kind = 'outcode')) as outcodes,
    list_sort(list(place) filter (kind = 'line')) as lines,
    list_sort(list(place) filter (kind = 'locality')) as localities,
    list_sort(list(place) filter (kind = 'rare locality')) as rare_localities
from place
left join lived using (record_key)
left join undated using (record_key)
group by place.record_key
