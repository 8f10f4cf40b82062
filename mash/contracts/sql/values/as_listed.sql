-- A code in the spelling of the list; one that is not on the list as it was given.
create or replace macro as_listed(given, codes) as coalesce(
    codes[list_position(list_transform(codes, lambda code : lower(code)), lower(given))], given
)
