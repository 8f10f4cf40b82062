-- Grain: one row per referral recorded with `mash refer`.
create table if not exists referral (
    case_id text primary key,
    received_at text not null, -- ISO 8601, local time of the hub
    child_record_key text, -- the child's record, when the referrer's form or the analyst named one
    child_forenames text,
    child_surname text,
    child_date_of_birth text, -- YYYY-MM-DD, or the first and last day it may be: YYYY-MM-DD/YYYY-MM-DD
    child_sex text,
    child_postcode text,
    source_code text,
    concern text,
    narrative text,
    initial_rating text not null,
    recorded_by text not null,
    recorded_at text not null
) strict
