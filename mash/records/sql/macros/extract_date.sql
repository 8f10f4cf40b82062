-- The date of an extract, from its id (a date, or a date and a time).
create or replace macro extract_date(extract_id) as try_cast(left(extract_id, 10) as date)
