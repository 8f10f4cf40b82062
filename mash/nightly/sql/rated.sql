-- Grain: one row per open case as a policy rates it, with the rules that fired, each with the colour it gave.
create or replace table rated as
with fired as (
    select
        case_id,
        map(list(rule order by rule), list(colour order by rule)) as rules
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
    coalesce(fired.rules, map([]::varchar[], []::varchar[])) as rules
from proposal
left join fired using (case_id)
