-- Grain: one row per stay of those records.
create or replace table stay as
select stay.*
from stay
semi join past_record using (record_key)
