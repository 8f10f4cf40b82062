-- Grain: one row per case asked for, flagged person in its reach, and way there of one or two followed ties, where those
-- of each case who are grouped under one head are taken to be one person, the child too; own and member: whose ties they are.
with
asked as (
    select
        unnest($case_ids::json::varchar[]) as case_id,
        unnest($child_ids::json::varchar[]) as child_id
),

grouped as (
    select
        unnest($group_cases::json::varchar[]) as case_id,
        unnest($group_persons::json::varchar[]) as person_id,
        unnest($group_heads::json::varchar[]) as head
),

flagged as (
    select
        exposure.case_id,
        exposure.person_id,
        coalesce(grouped.head, exposure.person_id) as head
    from exposure
    semi join asked using (case_id)
    left join grouped using (case_id, person_id)
),

self as (
    select
        flagged.case_id,
        flagged.person_id,
        flagged.head,
        coalesce(grouped.person_id, flagged.person_id) as member
    from flagged
    left join grouped on flagged.case_id = grouped.case_id and flagged.head = grouped.head
),

own as (
    select
        asked.case_id,
        coalesce(own.head, asked.child_id) as head,
        coalesce(member.person_id, asked.child_id) as member
    from asked
    left join grouped as own on asked.case_id = own.case_id and asked.child_id = own.person_id
    left join grouped as member on own.case_id = member.case_id and own.head = member.head
),

ends as (
    select member as person_id
    from own
    union
    select member as person_id
    from self
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

first_step as (
    select
        own.case_id,
        own.member,
        step.tie_id,
        coalesce(grouped.head, step.to_person) as head
    from own
    inner join step on own.member = step.from_person
    left join grouped on own.case_id = grouped.case_id and step.to_person = grouped.person_id
),

last_step as (
    select
        self.case_id,
        self.person_id,
        self.member,
        step.tie_id,
        coalesce(grouped.head, step.to_person) as head
    from self
    inner join step on self.member = step.from_person
    left join grouped on self.case_id = grouped.case_id and step.to_person = grouped.person_id
)

select
    flagged.case_id,
    flagged.person_id,
    first_step.member as own,
    first_step.tie_id,
    null::varchar as member,
    null::varchar as second_tie_id
from flagged
inner join first_step on flagged.case_id = first_step.case_id and flagged.head = first_step.head
union
select
    last_step.case_id,
    last_step.person_id,
    first_step.member as own,
    first_step.tie_id,
    last_step.member,
    last_step.tie_id as second_tie_id
from last_step
inner join first_step on last_step.case_id = first_step.case_id and last_step.head = first_step.head
order by case_id, person_id, tie_id, own, second_tie_id, member
