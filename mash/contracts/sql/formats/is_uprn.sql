-- A unique property reference number: up to twelve digits (sources.md D14).
create or replace macro is_uprn(given) as regexp_full_match(given, '\d{1,12}')
