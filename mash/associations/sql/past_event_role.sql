-- Grain: one row per event, record and role of those records.
create or replace table event_role as
select event_role.*
from event_role
semi join past_record using (record_key)
