-- Grain: one row per pair that joined two groups of a person's records; judged ones first, then the heaviest.
select person_link.record_key_a, person_link.record_key_b, person_link.match_weight, identity_pair.blocking_rule
from person_link
inner join membership on membership.record_key = person_link.record_key_a
left join identity_pair using (record_key_a, record_key_b)
where membership.person_id = $person_id and person_link.refused is null
order by person_link.judged desc, person_link.match_weight desc, person_link.record_key_a, person_link.record_key_b
