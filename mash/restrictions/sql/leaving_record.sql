-- Grain: one row per record that leaves the run with a closed person: all of the person's own, whoever is named inside one
-- of them, and whoever is named inside another's record and may be that person.
with
closed as (
    select distinct person_id
    from membership
    where list_contains($records::varchar[], record_key)
),

own as (
    select record_key
    from membership
    semi join closed using (person_id)
),

perhaps as (
    select person_a as person_id
    from possible_identity
    semi join closed on possible_identity.person_b = closed.person_id
    union
    select person_b as person_id
    from possible_identity
    semi join closed on possible_identity.person_a = closed.person_id
)

select record_key
from own
union
select person_record.record_key
from person_record
semi join own on person_record.named_in = own.record_key
union
select person_record.record_key
from person_record
inner join membership using (record_key)
semi join perhaps using (person_id)
where person_record.named_in is not null
order by record_key
