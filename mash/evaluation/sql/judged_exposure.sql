-- Grain: one row per open case and flagged adult near it, as a plain reading of what was sent finds them.
create or replace table judged_exposure as
select unnest(from_json($rows, '[{"case_id": "varchar", "person_id": "varchar", "hops": "integer"}]'), recursive := true)
