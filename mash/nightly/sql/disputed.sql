-- Grain: one row per row in dispute and record it is about. It is kept out of the run; what it says stands in the landing.
create or replace table disputed as
select unnest(
    from_json(
        $rows,
        '[{"dispute": "bigint", "agency": "varchar", "dataset": "varchar", "extract": "varchar", "source_row": "bigint",
           "record_key": "varchar", "whole": "boolean", "reason": "varchar", "since": "date"}]'
    ),
    recursive := true
)
