-- Grain: one row per two persons and role row that puts them in one occurrence.
-- Crowds (more persons than the cap) join nobody. Other kinds of event (a school, a surgery) never do.
create or replace table involvement_evidence as
with
involved as (
    select
        event.event_key,
        event.agency,
        event.occurred_on,
        membership.person_id,
        event_role.record_key,
        event_role.role,
        event_role.dataset,
        event_role.extract,
        event_role.source_row,
        case
            when event_role.role = 'suspect' then 'suspect'
            when event_role.role in ('victim', 'subject child') then 'victim'
            when event_role.role in ('witness', 'informant') then 'bystander'
            else 'involved'
        end as part
    from event
    inner join event_role using (event_key)
    inner join membership using (record_key)
    anti join crowd on event.event_key = crowd.context_key
    where event.kind = 'occurrence' and event.occurred_on <= $as_of::date
),

pairs as (
    select
        a.person_id as person_1,
        b.person_id as person_2,
        a as side_1,
        b as side_2,
        case
            when a.part = 'suspect' and b.part = 'suspect' then 'co-defendant'
            when a.part in ('suspect', 'victim') and b.part in ('suspect', 'victim') and a.part <> b.part
                then 'suspect-victim'
            else 'involved together'
        end as kind,
        -- judgement: suspects and victims seldom are strangers; a witness often is
        case
            when a.part = 'suspect' and b.part = 'suspect' then 0.8
            when a.part in ('suspect', 'victim') and b.part in ('suspect', 'victim') and a.part <> b.part then 0.75
            when a.part = 'bystander' or b.part = 'bystander' then 0.3
            else 0.6
        end as strength
    from involved as a
    inner join involved as b on a.event_key = b.event_key and a.person_id < b.person_id
),

sides as (
    select
        *,
        side_1 as own,
        side_1.record_key as record_key_1,
        null::varchar as record_key_2
    from pairs
    union all
    select
        *,
        side_2 as own,
        null::varchar as record_key_1,
        side_2.record_key as record_key_2
    from pairs
)

select
    person_1,
    person_2,
    record_key_1,
    record_key_2,
    kind,
    'derived' as class,
    side_1.role as is_1,
    side_2.role as is_2,
    strength::double as strength,
    own.agency as agency,
    own.dataset as dataset,
    own.extract as extract,
    own.source_row as source_row,
    own.role || ' in one occurrence on ' || own.occurred_on as says,
    own.occurred_on as from_date,
    own.occurred_on as to_date,
    null::varchar as grade,
    null::varchar as handling_code
from sides
