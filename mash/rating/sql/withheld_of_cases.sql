-- Grain: one row per case asked for on which something bears that is withheld.
select
    case_withheld.case_id,
    case_withheld.colour,
    case_withheld.says
from case_withheld
where list_contains($case_ids::json::varchar[], case_withheld.case_id)
