-- Grain: adds to past_person one row per person who was ever at one dwelling, in one occurrence or on one number with one of
-- them. What is a crowd in the run is not passed: nobody is met through it.
insert into past_person by name
with
contexts as (
    select
        dwelling_key as context_key,
        record_key
    from stay
    where dwelling_key is not null
    union
    select
        event_key as context_key,
        record_key
    from event_role
    union
    select
        kind || ':' || canonical as context_key,
        record_key
    from contact_detail
    where kind in ('phone', 'email', 'vehicle') and canonical is not null
),

passed as (
    select distinct
        contexts.context_key,
        membership.person_id
    from contexts
    inner join membership using (record_key)
    anti join crowd using (context_key)
    anti join event on contexts.context_key = event.event_key and event.kind <> 'occurrence'
),

touched as (
    select distinct context_key
    from passed
    semi join past_person using (person_id)
)

select distinct person_id
from passed
semi join touched using (context_key)
anti join past_person using (person_id)
