-- Grain: one row per person asked about and licence condition that names a programme for those who abuse a partner.
with
asked as (
    select distinct unnest($persons::json::varchar[]) as person_id
)

select distinct
    person_id,
    event.about = 'programme refused' as refused,
    event.occurred_on as from_date,
    event.ended_on as to_date,
    event.agency,
    event.dataset,
    event.extract,
    event.source_row
from asked
inner join membership using (person_id)
inner join event_role using (record_key)
inner join event using (event_key)
where
    event.kind = 'licence condition'
    and event.about in ('programme', 'programme refused')
    and event_role.role = 'offender'
    and event.occurred_on <= $as_of::date
order by person_id, from_date, event.agency, event.dataset, event.extract, event.source_row
