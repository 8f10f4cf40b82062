-- A prison number: A1234BC (no published rule was found).
create or replace macro canonical_noms(given) as
    unless_empty(regexp_extract(upper(regexp_replace(given, '\s', '', 'g')), '^[A-Z]\d{4}[A-Z]{2}$'))
