-- An e-mail address: something, @, and a domain with a full stop.
create or replace macro is_email(given) as regexp_full_match(given, '[^@\s]+@[^@\s.]+(\.[^@\s.]+)+')
