-- Grain: one row per part of a true person in an occurrence.
select
    event.event_key,
    event.occurred_on,
    membership.person_id,
    event_role.record_key,
    event_role.role,
    event.agency,
    event_role.dataset,
    event_role.extract,
    event_role.source_row,
    event.concern,
    event.grade,
    event.about
from event
inner join event_role using (event_key)
inner join membership using (record_key)
where event.kind = 'occurrence' and event.occurred_on <= $as_of::date
