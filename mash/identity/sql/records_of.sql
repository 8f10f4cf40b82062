-- Grain: one row per record: the one with this key, or those of the person with this id.
select record_id from linkage_record where record_key = $key
union
select linkage_record.record_id
from membership
inner join linkage_record using (record_key)
where membership.person_id = $key
order by record_id
