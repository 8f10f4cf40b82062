-- Modulus-11 sum of ten digits, weights 10 to 2 and 1 for the check digit; 0 when it holds (NHS Data Dictionary; sources.md D15).
create or replace macro nhs_remainder(number) as (
    10 * nth_digit(number, 1000000000) + 9 * nth_digit(number, 100000000) + 8 * nth_digit(number, 10000000)
    + 7 * nth_digit(number, 1000000) + 6 * nth_digit(number, 100000) + 5 * nth_digit(number, 10000)
    + 4 * nth_digit(number, 1000) + 3 * nth_digit(number, 100) + 2 * nth_digit(number, 10) + nth_digit(number, 1)
) % 11
