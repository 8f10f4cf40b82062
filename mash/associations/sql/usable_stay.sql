-- Grain: one row per stay that can show who lived together: a person, a dwelling, a period [starts_on, ends_before).
-- A stay without a start claims no more than its last known day; one without an end goes on to the run's date.
create or replace table usable_stay as
with
dated as (
    select
        membership.person_id,
        stay.*,
        if(stay.to_date <= $as_of::date, stay.to_date - 1, $as_of::date) as last_day
    from stay
    inner join membership using (record_key)
    where
        stay.dwelling_key is not null
        and coalesce(stay.to_date >= stay.from_date, true)
        and coalesce(stay.from_date <= $as_of::date, true)
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
    to_date
from bounded
order by dwelling_key, person_id, starts_on, agency, dataset, extract, source_row
