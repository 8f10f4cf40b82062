-- Grain: one row per case: the colour the oracle expects, and the true persons expected among its flagged adults: those
-- within $hops true ties, alive and of age, with a current flag of a counted kind, whether an agency wrote it down or not.
create or replace table reference as
with recursive

tie as (
    select person_a, person_b
    from truth.ties
    where
        coalesce(from_date <= $as_of::date, true)
        and (
            kind in ('parent', 'sibling', 'relative')
            or coalesce(to_date >= $as_of::date - to_years($look_back_years::integer), true)
        )
),

either_way as (
    select person_a as person_id, person_b as other_id from tie
    union
    select person_b, person_a from tie
),

followed as (
    select * from either_way qualify count(*) over (partition by person_id) <= $person_cap
),

near (case_id, person_id, hops) as (
    select case_id, child_person_id, 0 from truth.proposals
    union
    select near.case_id, followed.other_id, near.hops + 1
    from near
    inner join followed using (person_id)
    where near.hops < $hops
),

flagged as (
    select distinct persons.person_id
    from truth.flags
    inner join truth.persons using (person_id)
    where
        flags.status = 'current'
        and list_contains($kinds::varchar[], flags.kind)
        and persons.date_of_birth + interval 18 year <= $as_of::date
        and coalesce(persons.died_on > $as_of::date, true)
),

exposed as (
    select near.case_id, list(distinct near.person_id) as persons
    from near
    semi join flagged using (person_id)
    where near.hops > 0
    group by near.case_id
)

select proposals.case_id, proposals.colour, coalesce(exposed.persons, []) as persons
from truth.proposals
left join exposed using (case_id)
