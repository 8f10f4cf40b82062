-- Grain: one row per stay at a place where the child stays at some time, of the child or anybody else: a period
-- [starts_on, ends_before). In a crowd (hostel, refuge …) only those who are tied to the child are told of.
-- A stay without a start claims no more than its last known day; the day of moving out is shared with nobody who moves
-- in on it, unless it is the only day; one that ends before it starts says nothing (all as households have it).
with
child_dwelling as (
    select distinct stay.dwelling_key
    from stay
    inner join membership using (record_key)
    where membership.person_id = $child and stay.dwelling_key is not null
),

stayed as (
    select
        membership.person_id,
        stay.*,
        least(stay.to_date, $as_of::date + 1) as last_day
    from stay
    inner join membership using (record_key)
    where membership.person_id = $child
    union all
    select
        membership.person_id,
        stay.*,
        least(stay.to_date, $as_of::date + 1) as last_day
    from stay
    semi join child_dwelling using (dwelling_key)
    inner join membership using (record_key)
    anti join crowd on
        stay.dwelling_key = crowd.context_key
        and not list_contains($tied::json::varchar[], membership.person_id)
    where membership.person_id <> $child
),

bounded as (
    select
        -- a place too poor to be compared, or of no fixed abode, is the child's alone
        coalesce(dwelling_key, 'unplaced:' || stay_id) as dwelling_key,
        person_id,
        coalesce(from_date, last_day - 1, $as_of::date) as starts_on,
        last_day,
        kind,
        agency,
        dataset,
        extract,
        source_row
    from stayed
    where coalesce(to_date >= from_date, true) and coalesce(from_date <= $as_of::date, true)
)

select
    dwelling_key,
    person_id,
    starts_on,
    greatest(coalesce(last_day, $as_of::date + 1), starts_on + 1) as ends_before,
    kind,
    agency
from bounded
order by dwelling_key, person_id, starts_on, ends_before, agency, dataset, extract, source_row
