-- Grain: one row per agency, dataset and table with rows that refer to a record nobody sent: kept, and joining nobody.
create or replace table orphan (
    agency varchar not null,
    dataset varchar not null,
    table_name varchar not null,
    rows bigint not null
)
