-- Grain: one row per record with an address, past or present. A dwelling, postcode or line held by more records than its cap
-- (a hostel, a prison, a placeholder nobody listed) says nothing of who somebody is and is left out. A locality that few of
-- the records with one are in is rare: it tells more than the town that most are in. At which postcodes few live, or many,
-- the model says (frozen_frequency). The years of a stay at a dwelling go
-- with it as hashes, fifty at most; one of which no start is known is undated. Sorted arrays; null where there is nothing.
create or replace temp table linkage_place as
with

crowded_dwelling as (
    select dwelling_key from stay group by dwelling_key having count(distinct record_key) > $dwelling_cap
),

crowded_postcode as (
    select postcode from stay group by postcode having count(distinct record_key) > $postcode_cap
),

crowded_line as (
    select line from stay group by line having count(distinct record_key) > $dwelling_cap
),

telling as (
    select
        stay.record_key,
        case when crowded_dwelling.dwelling_key is null then stay.dwelling_key end as dwelling,
        case when crowded_postcode.postcode is null then stay.postcode end as postcode,
        case when crowded_line.line is null then stay.line end as line,
        stay.outcode,
        stay.localities,
        few.token is not null as few_live,
        many.token is not null as many_live,
        extract(year from stay.from_date) as from_year,
        extract(year from coalesce(stay.to_date, $as_of::date)) as to_year
    from stay
    left join crowded_dwelling using (dwelling_key)
    left join crowded_postcode using (postcode)
    left join crowded_line using (line)
    left join frozen_frequency as few on few.kind = 'sparse postcode' and few.token = stay.postcode
    left join frozen_frequency as many on many.kind = 'crowded postcode' and many.token = stay.postcode
),

gathered as (
    select
        record_key,
        list(dwelling) as dwellings,
        list(postcode) as postcodes,
        list(postcode) filter (few_live) as sparse_postcodes,
        list(postcode) filter (many_live) as crowded_postcodes,
        list(line) as lines,
        list(outcode) as outcodes,
        flatten(list(localities)) as localities,
        list(dwelling) filter (coalesce(from_year > to_year, true)) as undated_dwellings,
        flatten(list(
            list_transform(
                range(from_year, least(to_year, from_year + 49) + 1), lambda year : hash(dwelling, year)
            )
        ) filter (dwelling is not null and from_year <= to_year)) as dwelling_years
    from telling
    group by record_key
),

locality as (
    select record_key, unnest(list_distinct(localities)) as locality from gathered
),

rare_locality as (
    select locality
    from locality
    group by locality
    having count(*) < $rare_locality * (select count(*) from gathered where len(list_distinct(localities)) > 0)
),

rarely_located as (
    select locality.record_key, list_sort(list(locality.locality)) as rare_localities
    from locality
    semi join rare_locality using (locality)
    group by locality.record_key
)

select
    gathered.record_key,
    nullif(list_sort(list_distinct(gathered.dwelling_years)), []) as dwelling_years,
    nullif(list_sort(list_distinct(gathered.undated_dwellings)), []) as undated_dwellings,
    nullif(list_sort(list_distinct(gathered.dwellings)), []) as dwellings,
    nullif(list_sort(list_distinct(gathered.postcodes)), []) as postcodes,
    nullif(list_sort(list_distinct(gathered.sparse_postcodes)), []) as sparse_postcodes,
    nullif(list_sort(list_distinct(gathered.crowded_postcodes)), []) as crowded_postcodes,
    nullif(list_sort(list_distinct(gathered.outcodes)), []) as outcodes,
    nullif(list_sort(list_distinct(gathered.lines)), []) as lines,
    nullif(list_sort(list_distinct(gathered.localities)), []) as localities,
    rarely_located.rare_localities
from gathered
left join rarely_located using (record_key)
