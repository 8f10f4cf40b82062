-- Which of the identifiers with ranges of their own a scheme before a value stands for; else the scheme.
create or replace macro issued_scheme(given) as
    regexp_extract(lower(regexp_replace(split_part(given, ':', 1), '[^A-Za-z]', '', 'g')), '^(?:former)?(nhs|upn|pnc|cro)', 1)
