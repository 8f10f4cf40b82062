-- Grain: one row per open case and piece of evidence that it ever stood on, with the day of the run that raised it first.
create or replace table evidence_raised as
with
stands as (
    select * from evidence_known
    union all by name
    select * from proposal_evidence
)

select
    stands.case_id,
    stands.kind,
    stands.says,
    stands.person_a,
    stands.person_b,
    coalesce(min(stands.raised_on), $as_of::date) as raised_on
from stands
semi join proposal using (case_id)
group by stands.case_id, stands.kind, stands.says, stands.person_a, stands.person_b
order by all
