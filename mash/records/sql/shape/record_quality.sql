-- Grain: one row per agency and field, with how many values were given and how many of them can never link anyone.
create or replace table record_quality (
    agency varchar not null,
    field varchar not null, -- identifier nhs, contact phone, date of birth, forenames, surname, dwelling …
    given bigint not null,
    unusable bigint not null -- invalid, a sentinel or missing
)
