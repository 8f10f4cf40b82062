-- Grain: one row per open case that the run and the reference both rate: both colours, and whose the error is, or null.
create or replace table case_compared as
with

on_true as (
    select case_id, list_sort(list(person_id)) as persons
    from flagged_adult
    where source = 'true identities'
    group by case_id
)

select
    made.case_id,
    open_case.child_record_key,
    reference.colour as expected,
    made.colour as proposed,
    case
        when made.colour = reference.colour then null
        when proposal.colour = reference.colour then 'identity'
        when coalesce(on_true.persons, []) <> list_sort(reference.persons) then 'associations'
        else 'rating'
    end as whose
from hub.proposal as made
inner join hub.open_case on made.case_id = open_case.case_id
inner join reference on made.case_id = reference.case_id
left join proposal on made.case_id = proposal.case_id
left join on_true on made.case_id = on_true.case_id
