-- Grain: one row per open case and kind of flag that an adult in its reach has: how many against what chance would put there.
create or replace table proposal_chance (
    case_id varchar not null,
    kind varchar not null, -- sexual offender, risk to children, violence, domestic abuse, drugs, other
    observed integer not null, -- adults in reach with a current flag of the kind
    expected double not null, -- of as many adults drawn from the hub
    probability double not null -- of as many or more by chance
)
