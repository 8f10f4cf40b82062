-- A case reference number of nDelius: one letter and six digits, no check digit published (sources.md D3). Nought is none.
create or replace macro canonical_crn(given) as
    unless_empty(
        regexp_replace(
            regexp_extract(upper(regexp_replace(given, '\s', '', 'g')), '^[A-Z]\d{6}$'), '^[A-Z]000000$', ''
        )
    )
