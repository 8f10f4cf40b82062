-- Grain: one row per open case of the run, the worst and the soonest due first.
select
    p.case_id,
    p.child_person_id,
    concat_ws(' ', c.forenames, c.surname) as child,
    p.colour,
    p.at_least,
    p.initial_rating,
    p.decided_rating,
    p.due_by,
    p.flagged_adults,
    p.missing_agencies,
    first_reason.says as why,
    changed.kind as changed
from proposal as p
inner join person as c on c.person_id = p.child_person_id
left join proposal_reason as first_reason on first_reason.case_id = p.case_id and first_reason.position = 1
left join change as changed on changed.case_id = p.case_id
order by
    case p.at_least when 'RED' then 0 when 'AMBER' then 1 when 'GREEN' then 2 else 3 end,
    p.due_by nulls last,
    p.case_id
