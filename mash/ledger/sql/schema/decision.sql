-- Grain: one row per decision that a named person took on a case's rating. Never changed: a new decision is a new row.
create table if not exists decision (
    decision_id integer primary key autoincrement,
    case_id text not null,
    colour text not null check (colour in ('RED', 'AMBER', 'GREEN')),
    rationale text not null check (length(trim(rationale)) > 0),
    decided_by text not null,
    decided_at text not null,
    run text not null, -- the run that was on the screen
    proposed text not null -- what that run proposed
) strict
