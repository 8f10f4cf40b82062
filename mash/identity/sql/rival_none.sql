-- Grain: none: before pairs are weighed nobody has a rival (rival.sql).
create or replace table rival (a bigint, b bigint)
