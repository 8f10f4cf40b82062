-- Grain: one row per open case and colour that the case could have, as exported.
select
    case_id,
    colour,
    share,
    firm,
    links,
    draws
from proposal_certainty
order by case_id, colour
