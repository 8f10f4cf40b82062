-- A vehicle registration mark without its space: two to seven letters and digits, at least one of each (DVLA).
create or replace macro canonical_vehicle(given) as
    nullif(
        regexp_extract(
            upper(regexp_replace(given, '[\s-]', '', 'g')),
            '^(?:[A-Z]{1,3}\d{1,4}[A-Z]{0,3}|\d{1,4}[A-Z]{1,3})$'
        ),
        ''
    )
