-- A code in upper case; null when empty.
create or replace macro clean_code(given) as nullif(upper(trim(given)), '')
