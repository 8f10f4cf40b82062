-- Grain: one row per record and run in which its person changed; the newest names the record's person. A record
-- that was withdrawn has a null person.
create table if not exists register (
    run_sequence integer not null references run (sequence),
    record_key text not null,
    person_id text,
    primary key (record_key, run_sequence)
) strict, without rowid
