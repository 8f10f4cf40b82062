-- Grain: one row when the two records stand in one person, none when not.
select a.person_id
from membership as a
inner join membership as b using (person_id)
where a.record_key = $a and b.record_key = $b
