-- Grain: one row per case asked for and occurrence with one of the persons in it: their roles, and all suspects and informants.
-- Occurrences only: attendances and other health content are for a person to read, never for a rule.
with
asked as (
    select
        unnest($case_ids::json::varchar[]) as case_id,
        unnest($person_ids::json::varchar[]) as person_id
),

played as materialized (
    select distinct
        asked.case_id,
        event_role.event_key,
        asked.person_id,
        event_role.role
    from asked
    inner join membership using (person_id)
    inner join event_role using (record_key)
),

happened as materialized (
    select
        event.event_key,
        event.agency,
        event.dataset,
        event.extract,
        event.source_row,
        event.concern,
        event.about,
        event.grade,
        event.occurred_on
    from event
    semi join played using (event_key)
    where event.kind = 'occurrence' and event.occurred_on <= $as_of::date
),

cast_in as (
    select
        event_role.event_key,
        list(distinct membership.person_id order by membership.person_id)
            filter (where event_role.role = 'suspect') as suspects,
        list(distinct membership.person_id order by membership.person_id)
            filter (where event_role.role = 'informant') as informants
    from event_role
    semi join happened using (event_key)
    inner join membership using (record_key)
    group by event_role.event_key
)

select
    played.case_id,
    event.event_key,
    event.agency,
    event.dataset,
    event.extract,
    event.source_row,
    event.concern,
    event.about,
    event.grade,
    event.occurred_on,
    cast_in.suspects,
    cast_in.informants,
    list(played.person_id || '|' || played.role order by played.person_id, played.role) as roles
from played
inner join happened as event using (event_key)
inner join cast_in using (event_key)
group by all
order by played.case_id, event.occurred_on, event.event_key
