-- Grain: one row per context that joins nobody: by its kind (hostel, prison …), or for holding too many at once.
-- Computed before any pair is made, so that no crowd is ever squared.
create or replace table crowd as
with
size as (
    select
        context_key,
        context_kind,
        count(distinct person_id) as persons,
        min(starts_on) as from_date,
        max(ends_before) as ends_before,
        min(stay_kind) filter (where list_contains($crowd_kinds::varchar[], stay_kind)) as crowd_kind,
        case context_kind
            when 'dwelling' then $household_cap::integer
            when 'room' then $household_cap::integer
            when 'occurrence' then $occurrence_cap::integer
            else $contact_cap::integer
        end as cap
    from context_member
    group by context_key, context_kind
),

-- merged periods, so that a person whom five agencies place at one dwelling counts once
ordered as (
    select
        member.context_key,
        member.person_id,
        coalesce(member.starts_on, date '0001-01-01') as starts_on,
        coalesce(member.ends_before, date '9999-12-31') as ends_before,
        max(coalesce(member.ends_before, date '9999-12-31')) over (
            partition by member.context_key, member.person_id
            order by coalesce(member.starts_on, date '0001-01-01'), coalesce(member.ends_before, date '9999-12-31')
            rows between unbounded preceding and 1 preceding
        ) as reached
    from context_member as member
    inner join size using (context_key)
    where size.persons > size.cap
),

numbered as (
    select
        *,
        count(*) filter (where reached is null or starts_on > reached) over (
            partition by context_key, person_id
            order by starts_on, ends_before
            rows between unbounded preceding and current row
        ) as spell
    from ordered
),

spells as (
    select
        context_key,
        person_id,
        min(starts_on) as starts_on,
        max(ends_before) as ends_before
    from numbered
    group by context_key, person_id, spell
),

changes as (
    select
        context_key,
        starts_on as on_day,
        1 as change
    from spells
    union all
    select
        context_key,
        ends_before as on_day,
        -1 as change
    from spells
),

by_day as (
    select
        context_key,
        on_day,
        sum(change) as change
    from changes
    group by context_key, on_day
),

at_once as (
    select
        context_key,
        sum(change) over (partition by context_key order by on_day) as persons
    from by_day
),

most_at_once as (
    select
        context_key,
        max(persons)::integer as persons
    from at_once
    group by context_key
)

select
    size.context_key,
    coalesce(size.crowd_kind, size.context_kind) as context_kind,
    size.persons::integer as persons,
    case
        when size.crowd_kind is not null then 'a ' || size.crowd_kind || ' does not make its residents known to each other'
        else most_at_once.persons || ' persons at the same time, more than ' || size.cap
    end as reason,
    size.from_date,
    size.ends_before - 1 as to_date
from size
left join most_at_once using (context_key)
where (size.crowd_kind is not null and size.persons > 1) or most_at_once.persons > size.cap
order by size.context_key
