-- Grain: one row per row of the extract that could not be taken apart into the contract's columns.
create or replace temp table unreadable (
    _row bigint not null,
    line bigint not null,
    rule varchar not null,
    raw varchar not null
)
