-- Grain: one row per question asked of the hub and per thing taken out of it or put in.
create table if not exists audit (
    audit_id integer primary key autoincrement,
    at text not null,
    who text not null,
    action text not null, -- enquire, graph, export, rate, refer …
    subject text not null, -- a case or person id, never a name
    purpose text not null,
    run text -- the run it was answered from
) strict
