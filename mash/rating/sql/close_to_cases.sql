-- Grain: one row per case asked for, person and part: of the child's present household, a carer, or a
-- brother or sister of the child.
with
asked as (
    select
        unnest($case_ids::json::varchar[]) as case_id,
        unnest($child_ids::json::varchar[]) as child_id
),

own_tie as (
    select
        asked.case_id,
        tie.person_b as person_id,
        tie.b_is as part,
        tie.*
    from asked
    inner join tie on asked.child_id = tie.person_a
    union all
    select
        asked.case_id,
        tie.person_a as person_id,
        tie.a_is as part,
        tie.*
    from asked
    inner join tie on asked.child_id = tie.person_b
),

dated as (
    select
        own_tie.*,
        string_split(own_tie.part, ' / ') as parts,
        coalesce(own_tie.to_date >= association_run.as_of, true) as goes_on,
        own_tie.strength >= association_run.follow_at_least as followed
    from own_tie
    cross join association_run
)

select distinct
    case_id,
    person_id,
    case kind when 'household' then 'household' when 'sibling' then 'sibling' else 'carer' end as part
from dated
where
    followed
    and (
        (kind = 'household' and goes_on)
        or (kind = 'parent' and list_has_any(parts, $parent_labels::json::varchar[]))
        or kind = 'sibling'
        or (kind = 'carer' and goes_on and list_contains(parts, 'carer'))
    )
order by case_id, person_id, part
