-- A postcode by the form that MoJ accepts, with or without its space (sources.md D4). NF1 1NF, no fixed abode, has that form.
create or replace macro is_postcode(given) as
    regexp_full_match(upper(given), '[A-Z][A-HJ-Y]?\d[A-Z\d]? ?\d[A-Z]{2}|GIR ?0A{2}')
