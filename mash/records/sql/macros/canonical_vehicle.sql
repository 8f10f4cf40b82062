-- A vehicle registration mark without its space, of any style since 1903 (DVLA).
create or replace macro canonical_vehicle(given) as
    unless_empty(
        regexp_extract(
            upper(regexp_replace(given, '[\s-]', '', 'g')),
            '^(?:[A-Z]{1,3}\d{1,4}[A-Z]{0,3}|\d{1,4}[A-Z]{1,3})$'
        )
    )
