-- Grain: one row per stay that can show who lived together: a person, a dwelling, a period [starts_on, ends_before).
-- A stay without a start claims no more than its last known day; one without an end goes on to the run's date, or to the
-- day the person left by other agencies' word (left_home). Doubt falls on a home that fewer of them say was left, and on
-- what its list says of homes at all (source_belief).
create or replace table usable_stay as
with
placed as (
    select
        membership.person_id,
        stay.* exclude (to_date),
        least(stay.to_date, left_home.left_on) as to_date,
        coalesce(left_home.belief, 1.0) as belief,
        coalesce(listed.belief, unlisted.belief) as list_belief,
        nullif(regexp_extract(stay.line, '\b(?:ROOM|FLAT|UNIT|CELL) [A-Z0-9]+\b'), '') as room
    from stay
    inner join membership using (record_key)
    left join left_home using (stay_id, record_key)
    left join source_belief as listed on stay.dataset = listed.source and listed.about = 'home'
    inner join source_belief as unlisted on unlisted.source = 'any other list' and unlisted.about = 'home'
    where
        stay.dwelling_key is not null
        and coalesce(stay.to_date >= stay.from_date, true)
        and coalesce(stay.from_date <= $as_of::date, true)
),

dated as (
    select
        *,
        if(to_date <= $as_of::date, to_date - 1, $as_of::date) as last_day
    from placed
),

bounded as (
    select
        *,
        coalesce(from_date, last_day) as starts_on
    from dated
)

select
    person_id,
    record_key,
    dwelling_key,
    dwelling_key || ' ' || room as room_key, -- null where the address names none
    kind,
    agency,
    dataset,
    extract,
    source_row,
    starts_on,
    -- the day of moving out is not shared with whoever moves in on it, unless it is the only day
    case
        when to_date is null or to_date > $as_of::date then $as_of::date + 1
        else greatest(to_date, starts_on + 1)
    end as ends_before,
    to_date,
    belief,
    list_belief
from bounded
order by dwelling_key, person_id, starts_on, agency, dataset, extract, source_row
