-- Grain: one row per open case that the run and the reference both rate: both colours, and whose the error is, or null:
-- identity's where the true identities give the colour; else the sources' where a plain reading of what they sent gives the
-- same wrong one; else of whoever makes other adults flagged than that reading does; else rating's.
create or replace table case_compared as
with

different as (
    select case_id, person_id
    from flagged_adult
    where source in ('true identities', 'what was sent')
    group by case_id, person_id
    having count(distinct source) = 1
),

other_adults as (
    select distinct case_id from different
)

select
    made.case_id,
    open_case.child_record_key,
    reference.colour as expected,
    made.colour as proposed,
    case
        when made.colour = reference.colour then null
        when proposal.colour = reference.colour then 'identity'
        when proposal.colour = judged_case.colour then 'sources'
        when other_adults.case_id is not null then 'associations'
        else 'rating'
    end as whose
from hub.proposal as made
inner join hub.open_case on made.case_id = open_case.case_id
inner join reference on made.case_id = reference.case_id
left join proposal on made.case_id = proposal.case_id
left join judged_case on made.case_id = judged_case.case_id
left join other_adults on made.case_id = other_adults.case_id
