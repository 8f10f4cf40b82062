-- Grain: one row per context (dwelling, room, occurrence, telephone number, e-mail address or vehicle), person and period
-- in it. A room is a context of its own, so that those who share one in a hostel are not lost in its crowd.
create or replace table context_member as
with
at_dwellings as (
    select distinct
        dwelling_key as context_key,
        'dwelling' as context_kind,
        person_id,
        starts_on,
        ends_before,
        kind as stay_kind
    from usable_stay
),

in_rooms as (
    select distinct
        room_key as context_key,
        'room' as context_kind,
        person_id,
        starts_on,
        ends_before,
        null::varchar as stay_kind
    from usable_stay
    where room_key is not null
),

in_occurrences as (
    select distinct
        event.event_key as context_key,
        'occurrence' as context_kind,
        membership.person_id,
        event.occurred_on as starts_on,
        event.occurred_on + 1 as ends_before,
        null::varchar as stay_kind
    from event
    inner join event_role using (event_key)
    inner join membership using (record_key)
    where event.kind = 'occurrence' and event.occurred_on <= $as_of::date
),

on_contact_details as (
    select distinct
        contact_detail.kind || ':' || contact_detail.canonical as context_key,
        contact_detail.kind as context_kind,
        membership.person_id,
        null::date as starts_on,
        null::date as ends_before,
        null::varchar as stay_kind
    from contact_detail
    inner join membership using (record_key)
    where contact_detail.kind in ('phone', 'email', 'vehicle') and contact_detail.canonical is not null
)

select * from at_dwellings
union all
select * from in_rooms
union all
select * from in_occurrences
union all
select * from on_contact_details
