-- Grain: one row per open case as a policy rates it, with the rules that fired by their names.
create or replace table rated as
with fired as (
    select
        case_id,
        list(distinct rule order by rule) as rules
    from proposal_reason
    where not list_contains($no_rules::varchar[], rule)
    group by case_id
)

select
    proposal.case_id,
    proposal.colour,
    proposal.at_least,
    proposal.certainty,
    proposal.fingerprint,
    coalesce(fired.rules, []::varchar[]) as rules
from proposal
left join fired using (case_id)
