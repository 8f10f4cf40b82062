-- Grain: one row per published run.
create table if not exists run (
    sequence integer primary key autoincrement,
    run text not null unique,
    as_of text not null,
    digest text not null,
    published_at text not null
) strict
