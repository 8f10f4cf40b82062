-- Grain: one row per record that leaves the run with a closed person.
create or replace temp table leaving as
select unnest($records::json::varchar[]) as record_key
