-- Grain: one row per open case and rule that fired, worst first; evidence by reference to the persons.
create or replace table proposal_reason (
    case_id varchar not null,
    position integer not null,
    rule varchar not null,
    colour varchar not null,
    says varchar not null,
    persons varchar[] not null
)
