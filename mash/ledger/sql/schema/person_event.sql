-- Grain: one row per person minted, merged into another, split from another or retired, by run.
create table if not exists person_event (
    run_sequence integer not null references run (sequence),
    kind text not null,
    person_id text not null,
    other_person_id text,
    cause text not null
) strict
