-- Grain: one row per open case: the colour that a plain reading of what was sent gives it.
create or replace table judged_case as
select unnest(from_json($rows, '[{"case_id": "varchar", "colour": "varchar"}]'), recursive := true)
