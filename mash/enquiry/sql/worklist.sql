-- Grain: one row per open case of the run, the worst and the soonest due first.
with
reason as (
    select
        case_id,
        arg_min(rule, position) as rule,
        arg_min(says, position) as says,
        count(*) as reasons
    from proposal_reason
    group by case_id
),

in_reach as (
    select case_id, count(*) as persons
    from exposure
    group by case_id
),

worker as (
    select c.case_id, max_by(e.allocated_worker, e.from_date) as worker
    from open_case as c
    cross join run
    inner join membership as m on m.person_id = c.child_person_id
    inner join episode as e on e.child_record_key = m.record_key
    where e.allocated_worker is not null and (e.to_date is null or e.to_date > run.as_of)
    group by c.case_id
)

select
    p.case_id,
    p.child_person_id,
    concat_ws(' ', c.forenames, c.surname) as child,
    c.expected_date_of_birth,
    p.colour,
    p.at_least,
    p.initial_rating,
    p.decided_rating,
    p.flagged_adults,
    coalesce(in_reach.persons, 0) as flagged_at_all,
    p.missing_agencies,
    reason.rule,
    reason.says,
    coalesce(reason.reasons, 0) as reasons,
    p.fingerprint,
    open_case.received_at,
    open_case.concern,
    open_case.source_code,
    worker.worker,
    changed.kind as changed,
    changed.from_colour as was,
    changed.says as changed_says,
    changed.new,
    changed.gone
from proposal as p
inner join open_case on open_case.case_id = p.case_id
inner join person as c on c.person_id = p.child_person_id
left join reason on reason.case_id = p.case_id
left join in_reach on in_reach.case_id = p.case_id
left join worker on worker.case_id = p.case_id
left join change as changed on changed.case_id = p.case_id
order by
    case p.at_least when 'RED' then 0 when 'AMBER' then 1 when 'GREEN' then 2 else 3 end,
    p.due_by nulls last,
    p.case_id
