-- A code in upper case; null when empty.
create or replace macro clean_code(given) as unless_empty(upper(trim(given)))
