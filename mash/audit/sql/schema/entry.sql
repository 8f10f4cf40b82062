-- Grain: one row per thing asked of the hub, told, taken out, decided, refused or run; each holds the one before fast.
create table if not exists entry (
    sequence integer primary key autoincrement,
    at text not null, -- to the second, by the hub's clock
    who text not null, -- who was said to ask
    account text not null, -- the operating-system account
    action text not null, -- enquire, graph, export, rate, refer, nightly …
    subject text not null, -- ids, one space between; never a name
    shown text not null, -- ids of whoever was shown besides, in order, one space between
    purpose text not null,
    gateway text not null,
    case_id text not null, -- for which it was asked
    run text not null, -- the run it was answered from
    outcome text not null, -- done, refused, failed …
    emergency text not null, -- why the glass was broken; empty when it was not
    detail text not null, -- what was searched for, why it was refused, in what role it was decided
    chain text not null -- SHA-256 of the chain before and of this row, in hexadecimal
) strict
