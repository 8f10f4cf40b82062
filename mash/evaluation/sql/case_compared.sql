-- Grain: one row per open case that the run and the reference both rate: both colours, and whose the error is, or null:
-- identity's where the true identities give the colour; else of whoever makes other adults flagged there; else rating's.
create or replace table case_compared as
with

different as (
    select
        flagged_adult.case_id,
        flagged_adult.person_id,
        bool_or(flagged_adult.source = 'reference') and not bool_or(sent_flag.person_id is not null) as unsent
    from flagged_adult
    left join sent_flag using (person_id)
    where flagged_adult.source <> 'run'
    group by flagged_adult.case_id, flagged_adult.person_id
    having bool_or(flagged_adult.source = 'reference') <> bool_or(flagged_adult.source = 'true identities')
),

on_true as (
    select case_id, bool_and(unsent) as unsent from different group by case_id
)

select
    made.case_id,
    open_case.child_record_key,
    reference.colour as expected,
    made.colour as proposed,
    case
        when made.colour = reference.colour then null
        when proposal.colour = reference.colour then 'identity'
        when on_true.unsent then 'sources'
        when not on_true.unsent then 'associations'
        else 'rating'
    end as whose
from hub.proposal as made
inner join hub.open_case on made.case_id = open_case.case_id
inner join reference on made.case_id = reference.case_id
left join proposal on made.case_id = proposal.case_id
left join on_true on made.case_id = on_true.case_id
