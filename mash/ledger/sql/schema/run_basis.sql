-- Grain: one row per published run and part of what it is a function of, so that a later rebuilding can be held against it
-- when the run's own files are gone. A run from before this was kept has none.
create table if not exists run_basis (
    run_sequence integer not null references run (sequence),
    part text not null, -- read_at, as_of, versions, model, policy, profile, agencies, extracts, judgements …
    value text not null, -- JSON; a hash where people or cases are in it
    primary key (run_sequence, part)
) strict, without rowid
