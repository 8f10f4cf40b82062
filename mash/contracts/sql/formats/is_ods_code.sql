-- A code of the Organisation Data Service: three to nine letters and digits (NHS Digital).
create or replace macro is_ods_code(given) as regexp_full_match(upper(given), '[A-Z0-9]{3,9}')
