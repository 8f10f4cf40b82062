-- A whole number, also as 3.0 (what a spreadsheet makes of it); null for any other text and beyond 32 bits.
create or replace macro as_integer(given) as case
    when regexp_full_match(given, '[+-]?\d{1,10}(\.0*)?') then try_cast(regexp_replace(given, '\..*$', '') as integer)
end
