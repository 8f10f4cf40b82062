-- The surname within an alias written `SURNAME, FORENAMES` or `FORENAMES SURNAME`; particles (VAN DER, DE, AL) stay
-- with it. Null for one word alone, which is read as a forename.
create or replace macro alias_surname(given) as
    unless_empty(
        trim(case
            when contains(given, ',') then split_part(given, ',', 1)
            else regexp_extract(
                trim(given),
                '(?i)^\S.*?\s+((?:(?:van|von|de|der|den|di|da|la|le|el|al|bin|ibn|st|mc|mac|o)\.?\s+)*\S+)$',
                1
            )
        end)
    )
