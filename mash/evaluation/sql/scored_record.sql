-- Grain: one row per record that the hub and the truth both know and that is of one person.
-- The records sealed by an adoption are somebody else's: to join them with the later ones is forbidden, so it is an error.
create or replace table scored_record as
with

known as (
    select
        record_key,
        person_id as true_person_id,
        person_id || case when sealed then ' before adoption' else '' end as true_id
    from truth.membership
    where person_id is not null and person_id <> '' and coalesce(other_person_id, '') = ''
)

select
    person_record.record_key,
    person_record.agency,
    person_record.named_in is not null as named_only,
    membership.person_id,
    known.true_person_id,
    known.true_id
from hub.person_record
inner join hub.membership using (record_key)
inner join known using (record_key)
