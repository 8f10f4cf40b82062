-- A case reference number of nDelius: one letter and six digits (sources.md D3).
create or replace macro is_crn(given) as regexp_full_match(upper(given), '[A-Z]\d{6}')
