-- Grain: one row per open case and colour that the case could have, each identity that is only possible being true or
-- false by its own probability. A case that none of them could change has one row, of share 1.
create or replace table proposal_certainty (
    case_id varchar not null,
    colour varchar not null, -- RED AMBER GREEN
    share double not null, -- 0 to 1; those of a case add up to 1
    firm boolean not null, -- the colour when no possible identity is true
    links integer not null, -- possible identities that were weighed
    draws integer not null -- 0: every set of them was weighed exactly
)
