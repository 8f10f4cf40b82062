-- Grain: adds to past_person one row per person whom an agency names with one of them, whenever it did: kin and couples
-- that follow from statements are two statements away.
insert into past_person by name
with ends as (
    select
        a.person_id as one,
        b.person_id as other
    from declared_relationship as stated
    inner join membership as a on stated.record_key_a = a.record_key
    inner join membership as b on stated.record_key_b = b.record_key
)

select other as person_id
from ends
where one in (select person_id from past_person)
union
select one as person_id
from ends
where other in (select person_id from past_person)
except
select person_id
from past_person
