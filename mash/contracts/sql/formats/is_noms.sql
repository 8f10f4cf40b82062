-- A prison number, A1234BC (no published rule was found).
create or replace macro is_noms(given) as regexp_full_match(upper(given), '[A-Z]\d{4}[A-Z]{2}')
