-- The forenames within an alias written `SURNAME, FORENAMES` or `FORENAMES SURNAME`.
create or replace macro alias_forenames(given) as
    unless_empty(
        trim(case
            when contains(given, ',') then split_part(given, ',', 2)
            else left(trim(given), length(trim(given)) - coalesce(length(alias_surname(given)), 0))
        end)
    )
