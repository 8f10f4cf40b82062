-- Grain: one row per pair of records that any supposition has put into one person: what was heard against it is kept, or the
-- next would put them together again.
insert into heard_pair
select pair.a, pair.b
from guarded_pair as pair
inner join provisional_person as one on one.record_id = pair.a
inner join provisional_person as other on other.record_id = pair.b
where one.person = other.person
except
select a, b from heard_pair
