-- Grain: one row per decision that a named person took to share something of a case with somebody, or not to. Never changed: a new
-- decision is a new row. To withhold takes a reason (Children Act 2004, section 16LA; DfE 2024, golden rules).
create table if not exists sharing (
    sharing_id integer primary key autoincrement,
    case_id text not null,
    recipient text not null check (length(trim(recipient)) > 0),
    what text not null check (length(trim(what)) > 0),
    outcome text not null check (outcome in ('shared', 'withheld')),
    reason text not null check (outcome = 'shared' or length(trim(reason)) > 0),
    decided_by text not null,
    decided_at text not null,
    purpose text not null,
    gateway text not null,
    export text not null -- the number of the asking in the audit
) strict
