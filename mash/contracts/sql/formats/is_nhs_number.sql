-- An NHS number: ten digits, with or without spaces, whose check digit holds.
create or replace macro is_nhs_number(given) as
    regexp_full_match(given, '\d{3}[ -]?\d{3}[ -]?\d{4}')
    and nhs_remainder(try_cast(replace(replace(given, ' ', ''), '-', '') as bigint)) = 0
