-- Grain: one row per person whose rows are read for an earlier day; at first the one asked about.
create or replace table past_person as
select $person::varchar as person_id
