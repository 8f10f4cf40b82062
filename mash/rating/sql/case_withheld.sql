-- Grain: one row per open case on which something bears that is withheld from whoever reads the run.
create or replace table case_withheld (
    case_id varchar not null,
    colour varchar not null, -- what the whole gives the case
    says varchar not null -- that there is something, and whom to ring
)
