-- An identifier with its scheme before it, e.g. nhs:9434765919.
create or replace macro is_scheme_value(given) as regexp_full_match(given, '[A-Za-z][A-Za-z0-9_-]*:.+')
