-- Grain: one row per open case and pair of persons within its reach that may be one. One of them must be in confirmed
-- reach, and anybody flagged in reach at all: a link that stands alone changes nothing otherwise.
select near_a.case_id, link.person_a, link.person_b
from possible_identity as link
inner join reach as near_a on near_a.person_id = link.person_a
inner join reach as near_b on near_b.person_id = link.person_b and near_b.case_id = near_a.case_id
semi join exposure on exposure.case_id = near_a.case_id
where near_a.identity = 'confirmed' or near_b.identity = 'confirmed'
order by all
