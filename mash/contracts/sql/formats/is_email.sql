-- An e-mail address: something, @, and a domain with a full stop.
create or replace temp macro is_email(given) as regexp_full_match(given, '[^@\s]+@[^@\s.]+(\.[^@\s.]+)+')
