-- Grain: one row per record and telephone number, e-mail address or vehicle.
create or replace table contact_detail (
    record_key varchar not null,
    kind varchar not null, -- phone, email, vehicle
    canonical varchar, -- null when unusable
    raw varchar not null
)
