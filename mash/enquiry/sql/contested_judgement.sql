-- Grain: one row per pair of records that people joined and whose person holds two numbers of a kind of which one person has
-- one.
with

number as (
    select record_key, unnest([
        {'kind': 'nhs', 'numbers': nhs},
        {'kind': 'upn', 'numbers': upn},
        {'kind': 'pnc', 'numbers': pnc},
        {'kind': 'cro', 'numbers': cro}
    ], recursive := true)
    from linkage_record
),

held as (
    select record_key, kind, unnest(numbers) as value from number
),

joined as (
    select membership.person_id, person_link.record_key_a, person_link.record_key_b
    from person_link
    inner join membership on membership.record_key = person_link.record_key_a
    where person_link.judged and person_link.refused is null
),

of_two_numbers as (
    select membership.person_id
    from held
    inner join membership using (record_key)
    semi join joined on joined.person_id = membership.person_id
    group by membership.person_id, held.kind
    having count(distinct held.value) > 1
)

select
    joined.person_id,
    joined.record_key_a,
    joined.record_key_b
from joined
semi join of_two_numbers using (person_id)
order by joined.record_key_a, joined.record_key_b
