-- Grain: one row per outward code, with the local authority that has most of its postcodes (docs/sources.md D20).
create or replace table outcode_authority (
    outcode varchar not null,
    authority_code varchar not null,
    authority varchar not null,
    -- of its postcodes, 0 to 1: the others lie with neighbours
    share double not null
)
