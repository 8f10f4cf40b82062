-- Grain: one row per record and identifier given.
create or replace table record_identifier (
    record_key varchar not null,
    scheme varchar not null, -- nhs, upn, pnc, cro, crn, noms, or a partner's own
    raw varchar not null,
    canonical varchar -- null when invalid or a sentinel: such a value never links
)
