-- Grain: one row per record and marker, registration or licence condition that says something of risk.
create or replace table flag (
    record_key varchar not null,
    kind varchar not null, -- sexual offender, risk to children, violence, domestic abuse, drugs, other
    scheme varchar not null, -- VISOR, MAPPA, SHPO, RSO …
    category varchar,
    level varchar,
    authority varchar,
    valid_from date,
    valid_to date,
    status varchar not null, -- as sent: current, expired, discharged
    agency varchar not null,
    dataset varchar not null,
    extract varchar not null,
    source_row bigint not null
)
