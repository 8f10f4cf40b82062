-- Grain: one row per agency and dataset of the hub's configuration.
create or replace table source_freshness (
    agency varchar not null,
    dataset varchar not null,
    contract varchar not null,
    required boolean not null, -- the hub cannot rate without this agency
    latest_extract varchar, -- null: never landed as of the date
    received_on date, -- the date of the latest extract
    age_days integer,
    fresh_within_days integer not null, -- the contract's
    state varchar not null, -- fresh, stale, missing
    refused_since boolean not null, -- a later delivery was refused
    rows_current bigint not null
)
