-- Grain: one row per case asked for, flagged adult at most two hops away, and way there of one or two followed ties.
-- The best path is the strongest; a rule that asks for kin must see every short way.
with
asked as (
    select
        unnest($case_ids::json::varchar[]) as case_id,
        unnest($child_ids::json::varchar[]) as child_id
),

near as (
    select
        asked.case_id,
        asked.child_id,
        exposure.person_id
    from asked
    inner join exposure using (case_id)
    where exposure.identity = 'confirmed' and exposure.hops <= 2
),

ends as (
    select child_id as person_id
    from near
    union
    select person_id
    from near
),

step as (
    select
        tie.person_a as from_person,
        tie.person_b as to_person,
        tie.tie_id
    from tie
    semi join ends on tie.person_a = ends.person_id
    where tie.strength >= (select follow_at_least from association_run)
    union all
    select
        tie.person_b as from_person,
        tie.person_a as to_person,
        tie.tie_id
    from tie
    semi join ends on tie.person_b = ends.person_id
    where tie.strength >= (select follow_at_least from association_run)
),

busy as (
    select distinct from_person as person_id
    from hop
    where hop.busy
)

select
    near.case_id,
    near.child_id,
    near.person_id,
    null::varchar as middle,
    step.tie_id,
    null::varchar as second_tie_id
from near
inner join step on near.child_id = step.from_person and near.person_id = step.to_person
union all
select
    near.case_id,
    near.child_id,
    near.person_id,
    first_step.to_person as middle,
    first_step.tie_id,
    last_step.tie_id as second_tie_id
from near
inner join step as first_step on near.child_id = first_step.from_person
inner join step as last_step on near.person_id = last_step.from_person and first_step.to_person = last_step.to_person
anti join busy on first_step.to_person = busy.person_id
order by case_id, person_id, middle nulls first, tie_id, second_tie_id
