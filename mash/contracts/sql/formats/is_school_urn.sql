-- A school's unique reference number: six digits (sources.md D18).
create or replace macro is_school_urn(given) as regexp_full_match(given, '\d{6}')
