-- Grain: one row per pair of true persons, of those with records in the hub, who are easily taken for one, and the kind.
create or replace table likeness as
with

present as (
    select distinct true_id, true_person_id from scored_record
),

someone as (
    select
        present.true_id,
        persons.person_id,
        persons.date_of_birth,
        nullif(persons.mother, '') as mother,
        nullif(persons.father, '') as father,
        persons.is_twin,
        upper(split_part(persons.forenames, ' ', 1)) || '|' || upper(persons.surname) as name
    from present
    inner join truth.persons on present.true_person_id = persons.person_id
),

alike as (
    select a.true_id as one, b.true_id as other, 'sealed by adoption' as kind, 1 as rank
    from someone as a
    inner join someone as b on a.person_id = b.person_id and a.true_id < b.true_id
    union all
    select a.true_id, b.true_id, 'twins', 2
    from someone as a
    inner join someone as b on a.mother = b.mother and a.true_id < b.true_id
    where a.is_twin and b.is_twin and abs(date_diff('day', a.date_of_birth, b.date_of_birth)) <= 1
    union all
    select least(a.true_id, b.true_id), greatest(a.true_id, b.true_id), 'parent and child of one name', 3
    from someone as a
    inner join someone as b on (a.person_id = b.mother or a.person_id = b.father) and a.name = b.name
    union all
    select a.true_id, b.true_id, 'other namesakes', 4
    from someone as a
    inner join someone as b on a.name = b.name and a.true_id < b.true_id
)

select one, other, kind
from alike
qualify row_number() over (partition by one, other order by rank) = 1
