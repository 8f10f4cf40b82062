-- Grain: one row per event, record and role.
create or replace table event_role (
    event_key varchar not null,
    record_key varchar not null,
    role varchar not null, -- suspect, victim, witness, subject child, informant, involved party, patient, pupil, offender
    dataset varchar not null,
    extract varchar not null,
    source_row bigint not null
)
