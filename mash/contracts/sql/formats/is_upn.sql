-- A unique pupil number, permanent or temporary, whose check letter holds. Whether its authority exists is not asked here.
create or replace macro is_upn(given) as
    regexp_full_match(upper(given), '[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]')
    and left(upper(given), 1) = upn_letter(try_cast(substr(given, 2, 11) as bigint), upper(right(given, 1)))
