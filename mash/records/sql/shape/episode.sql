-- Grain: one row per period of a child in need, on a plan, looked after or in early help.
create or replace table episode (
    episode_key varchar not null,
    agency varchar not null,
    dataset varchar not null,
    extract varchar not null,
    source_row bigint not null,
    child_record_key varchar not null,
    episode_type varchar not null, -- CIN CP LAC EHA
    category varchar,
    from_date date not null,
    to_date date,
    closure_reason varchar,
    allocated_worker varchar
)
