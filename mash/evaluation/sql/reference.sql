-- Grain: one row per case: the colour the oracle expects, and whom of a counted kind it finds flagged, with the hops.
-- They are flagged in truth, whether an agency wrote it down or not.
create or replace table reference as
select
    case_id,
    colour,
    list_filter(flagged, lambda found : list_contains($kinds::varchar[], found.kind)) as flagged
from truth.proposals
