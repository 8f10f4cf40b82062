-- Grain: one row per event, record asked for and role in it: occurrences, attendances, school terms, enrolments, licence
-- conditions. `seen`: that whoever recorded it saw the person, or was told of them (docs/decisions/0020).
with
asked as (
    select
        unnest($record_keys::json::varchar[]) as record_key,
        unnest($person_ids::json::varchar[]) as person_id,
        unnest($restricted::json::boolean[]) as restricted
),

played as (
    select
        asked.person_id,
        asked.restricted,
        event_role.*
    from asked
    inner join event_role using (record_key)
),

-- parts played by people not asked for: that there were others is told, not who they are
others as (
    select
        by_role.event_key,
        string_agg(by_role.role || if(by_role.people > 1, ' (' || by_role.people || ')', ''), ', ' order by by_role.role)
            as roles
    from (
        select
            event_role.event_key,
            event_role.role,
            count(distinct coalesce(membership.person_id, event_role.record_key)) as people
        from event_role
        semi join played using (event_key)
        anti join asked using (record_key)
        left join membership on event_role.record_key = membership.record_key
        group by event_role.event_key, event_role.role
    ) as by_role
    group by by_role.event_key
)

select
    event.kind,
    event.event_key as thing,
    played.person_id,
    event.occurred_on as from_date,
    event.ended_on as to_date,
    case
        when event.kind <> 'school attendance' then 'day'
        when event.ended_on is null then 'sent'
        else 'term'
    end as precision,
    case event.kind
        when 'occurrence' then coalesce(event.concern, lower(event.category))
        when 'licence condition' then lower(event.summary)
        else concat_ws('|', lower(event.category), lower(event.summary))
    end as matter,
    if(event.kind = 'occurrence', split_part(event.event_key, ':', -1), null) as reference,
    event.agency || if(event.source_system = 'PND', ':PND', '') as recorder,
    played.role,
    concat_ws(
        ', ',
        case when event.kind = 'enrolment' then
            'school ' || if(played.restricted, 'not shown: location restricted', event.category)
        else event.category end,
        'graded ' || event.grade,
        event.outcome,
        'also in it: ' || others.roles,
        flag.kind
    ) as says,
    event.summary as detail,
    event.recorded_on,
    case event.kind
        when 'attendance' then not regexp_matches(
            lower(concat_ws(' ', event.category, event.outcome, event.summary)),
            'did not attend|not brought|no access|\bdna\b|cancelled'
        )
        when 'school attendance' then coalesce(
            regexp_extract(event.summary, 'absent (\d+) of (\d+)', 1)
            <> regexp_extract(event.summary, 'absent (\d+) of (\d+)', 2), true
        )
        when 'occurrence' then not regexp_matches(lower(event.category), '\bmissing\b|\babscond')
        else event.kind = 'enrolment'
    end as seen,
    event.agency,
    event.dataset,
    event.extract,
    event.source_row,
    played.dataset as role_dataset,
    played.extract as role_extract,
    played.source_row as role_row
from played
inner join event using (event_key)
left join others using (event_key)
-- a licence condition that is a flag too is one row, told once
left join flag
    on event.kind = 'licence condition' and flag.agency = event.agency and flag.dataset = event.dataset
    and flag.extract = event.extract and flag.source_row = event.source_row
where event.occurred_on <= $as_of::date
