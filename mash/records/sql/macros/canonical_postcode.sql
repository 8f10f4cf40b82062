-- A postcode as `OUT IN`; null unless of the form MoJ accepts (sources.md D4). The placeholders of no fixed abode NF1 1NF
-- and NF1 1FA are dropped; those of the NHS (ZZ99 …) are no postcodes by that form.
create or replace macro canonical_postcode(given) as
    unless_empty(
        regexp_replace(
            regexp_replace(
                regexp_extract(
                    upper(regexp_replace(given, '[^A-Za-z0-9]', '', 'g')),
                    '^(?:[A-Z][A-HJ-Y]?\d[A-Z\d]?\d[A-Z]{2}|GIR0AA)$'
                ),
                '^NF11(?:NF|FA)$', ''
            ),
            '(...)$', ' \1'
        )
    )
