-- Grain: one row per open case of the run, with what tells whether a decision on it still answers the proposal.
select
    case_id,
    at_least,
    missing_agencies,
    fingerprint
from proposal
