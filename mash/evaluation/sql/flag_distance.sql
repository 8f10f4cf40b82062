-- Grain: one row per kind of flag and distance in the reference: persons expected there, and how many the run shows.
with

expected as (
    select reference.case_id, unnest(reference.flagged) as one
    from reference
    semi join hub.proposal on reference.case_id = proposal.case_id
),

shown as (
    select case_id, person_id, bool_or(identity = 'confirmed') as confirmed
    from flagged_adult
    where source = 'run'
    group by case_id, person_id
)

select
    expected.one.kind as kind,
    expected.one.hops as hops,
    count(*) as expected,
    count(*) filter (shown.confirmed) as found,
    count(*) filter (not shown.confirmed) as as_possible
from expected
left join shown on expected.case_id = shown.case_id and expected.one.person_id = shown.person_id
group by expected.one.kind, expected.one.hops
order by expected.one.kind, expected.one.hops
