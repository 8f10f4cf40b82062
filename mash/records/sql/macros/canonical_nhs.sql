-- An NHS number as ten digits; null unless its modulus-11 check digit holds (NHS Data Dictionary; sources.md D15). One digit
-- ten times over passes the check and is a placeholder. In Scotland's range the first six digits are a date of birth.
-- The range 999…, never issued, is kept: it is for test data.
create or replace macro canonical_nhs(given) as
    list_transform(
        [regexp_replace(given, '[\s-]', '', 'g')],
        lambda digits : case
            when not regexp_full_match(digits, '\d{10}') or digits = repeat(left(digits, 1), 10) then null
            when digits between '0101000000' and '3112999999' and try_strptime(left(digits, 6), '%d%m%y') is null
                then null
            when nhs_remainder(try_cast(digits as bigint)) = 0 then digits
        end
    )[1]
