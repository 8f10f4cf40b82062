-- Grain: one row per record of a person who is still withheld.
create or replace temp table gone_record as
select unnest($records::json::varchar[]) as record_key
