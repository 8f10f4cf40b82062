-- Grain: one row per rule that fired in the run, and in how many open cases.
select
    rule,
    count(distinct case_id) as cases
from proposal_reason
group by rule
order by rule
