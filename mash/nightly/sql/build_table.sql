-- Grain: one row per table that a step left: its rows, and the sum of their hashes in whatever order they stand.
create table if not exists build_table (
    position integer not null,
    table_name varchar not null,
    row_count bigint not null,
    content varchar not null
)
