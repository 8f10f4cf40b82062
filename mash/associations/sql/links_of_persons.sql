-- Grain: one row per pair that joined two groups of the records of a person asked for; weakest first, judged ones last.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select membership.person_id, person_link.record_key_a, person_link.record_key_b, person_link.match_weight
from person_link
inner join membership on membership.record_key = person_link.record_key_a
semi join asked using (person_id)
where person_link.refused is null
order by
    membership.person_id,
    person_link.match_weight nulls last,
    person_link.record_key_a,
    person_link.record_key_b
