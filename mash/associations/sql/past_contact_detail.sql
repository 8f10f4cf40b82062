-- Grain: one row per number, address or vehicle of those records.
create or replace table contact_detail as
select contact_detail.*
from contact_detail
semi join past_record using (record_key)
