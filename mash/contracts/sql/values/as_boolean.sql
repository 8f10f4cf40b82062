-- True or false, also as Y/N, yes/no and 1/0, in either case; null for any other text.
create or replace macro as_boolean(given) as case
    when lower(given) in ('true', 'y', 'yes', '1') then true
    when lower(given) in ('false', 'n', 'no', '0') then false
end
