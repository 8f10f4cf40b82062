-- Grain: one row per record that is taken to be another person's, for as long as a question is asked.
create or replace temp table apart as
select
    unnest($record_keys::json::varchar[]) as record_key,
    $person_id::varchar as person_id
