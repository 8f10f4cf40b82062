-- An NHS number outside 999 000 0000 to 999 999 9999, which is never issued (NHS Data Dictionary; sources.md D15). One digit
-- ten times over passes the check and is a placeholder.
create or replace macro nhs_may_be_real(given) as
    is_nhs_number(given)
    and list_filter(
        [replace(replace(given, ' ', ''), '-', '')],
        lambda digits : digits not like '999%' and digits <> repeat(left(digits, 1), 10)
    ) <> []
