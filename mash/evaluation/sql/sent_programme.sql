-- Grain: one row per licence condition of a true person that names a programme for those who abuse a partner, oldest first.
select
    membership.person_id,
    if(event.about = 'programme refused', 'refused', 'taken up') as standing,
    event.occurred_on,
    event.ended_on
from event
inner join event_role using (event_key)
inner join membership using (record_key)
where
    event.about in ('programme', 'programme refused')
    and event_role.role = 'offender'
    and event.occurred_on <= $as_of::date
order by membership.person_id, event.occurred_on, standing desc
