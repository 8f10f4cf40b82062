-- Grain: one row per record and distinct name it has gone by, cleaned.
create or replace table record_name (
    record_key varchar not null,
    kind varchar not null, -- current, alias, former, preferred
    forenames varchar, -- upper case, single spaces, hyphens as spaces, apostrophes dropped; null if unknown
    surname varchar,
    raw varchar not null -- as given, 'forenames|surname'
)
