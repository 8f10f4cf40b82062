-- Grain: one row per open case that the rules make red and that could rest on a join weaker than so many bits: of the
-- child's own records, or of somebody's on a way to a flagged adult; only those of one person, if one is named.
with

weak as (
    select distinct membership.person_id
    from person_link
    inner join membership on membership.record_key = person_link.record_key_a
    where
        person_link.refused is null
        and person_link.match_weight < $weak::double
        and coalesce(membership.person_id = $person::varchar, true)
),

passed as (
    select case_id, to_person as person_id
    from exposure_leg
    union
    select case_id, child_person_id as person_id
    from open_case
)

select distinct proposal.case_id
from proposal
inner join passed using (case_id)
semi join weak on passed.person_id = weak.person_id
where proposal.at_least = 'RED'
order by proposal.case_id
