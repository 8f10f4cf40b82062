-- An e-mail address in lower case; null unless `local@domain.tld`, and for placeholders of having none.
create or replace macro canonical_email(given) as
    unless_empty(
        regexp_replace(
            regexp_extract(
                lower(regexp_replace(given, '(?i)^\s*mailto:|\s', '', 'g')),
                '^[^@,;<>]+@[^@.,;<>]+(?:\.[^@.,;<>]+)+$'
            ),
            '^(?:none|no[._-]?(?:e?mail|address|reply)|unknown|not[._-]?known|n[./]?a|nil|refused|test|x+)@.*$', ''
        )
    )
