-- Grain: one row per stay of a record asked for, and of anybody else at a dwelling where one of those stays; in a crowd
-- (hostel, refuge …) only of those tied to the child. `starts_on` to `last_day` is what it shows of who was there, the
-- last day included, as every contract has it (data_contracts/, to_date) and a tie of one household; whoever comes on
-- `shares_before` or later is not met, as in the network: the day of moving out is shared with nobody who moves in on it.
-- A stay without a start claims no more than its last known day, one that ends before it starts shows nothing.
-- The address of a restricted person, of a refuge, and of any dwelling where a restricted person or a refuge ever was, is
-- withheld: whoever lives with them gives the place away.
with
asked as (
    select
        unnest($record_keys::json::varchar[]) as record_key,
        unnest($person_ids::json::varchar[]) as person_id,
        unnest($restricted::json::boolean[]) as restricted
),

own as (
    select
        asked.person_id,
        asked.restricted,
        stay.*
    from asked
    inner join stay using (record_key)
),

there as (
    select
        membership.person_id,
        coalesce(person.restricted, false) as restricted,
        stay.*
    from stay
    semi join own using (dwelling_key)
    inner join membership using (record_key)
    inner join person using (person_id)
),

told as (
    select
        there.*,
        bool_or(there.restricted or there.kind = 'refuge') over (partition by there.dwelling_key) as withheld,
        crowd.context_kind as crowd
    from there
    left join crowd on there.dwelling_key = crowd.context_key
    union all
    select
        *,
        restricted or kind = 'refuge' as withheld,
        null as crowd
    from own
    where dwelling_key is null
)

select
    person_id,
    dwelling_key,
    stay_id,
    kind as stay_kind,
    crowd,
    case
        when withheld then 'address restricted'
        else coalesce(address, 'no address given' || coalesce(' but ' || outcode, ''))
    end as place,
    from_date,
    to_date,
    case
        when coalesce(to_date >= from_date, true) and coalesce(from_date <= $as_of::date, true)
            then coalesce(from_date, least(to_date - 1, $as_of::date), $as_of::date)
    end as starts_on,
    greatest(least(coalesce(to_date, $as_of::date), $as_of::date), starts_on) as last_day,
    greatest(least(coalesce(to_date, $as_of::date + 1), $as_of::date + 1), starts_on + 1) as shares_before,
    agency,
    dataset,
    extract,
    source_row
from told
where crowd is null or list_contains($tied::json::varchar[], person_id)
order by dwelling_key, person_id, starts_on, last_day, agency, dataset, extract, source_row
