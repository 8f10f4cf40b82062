-- The check letter of a UPN from the eleven digits after it and its last character: the sum of each times its
-- place, 2 to 13, modulo 23 (DfE; sources.md D11).
create or replace macro upn_letter(eleven, last) as substr(
    'ABCDEFGHJKLMNPQRTUVWXYZ',
    (
        2 * nth_digit(eleven, 10000000000) + 3 * nth_digit(eleven, 1000000000) + 4 * nth_digit(eleven, 100000000)
        + 5 * nth_digit(eleven, 10000000) + 6 * nth_digit(eleven, 1000000) + 7 * nth_digit(eleven, 100000)
        + 8 * nth_digit(eleven, 10000) + 9 * nth_digit(eleven, 1000) + 10 * nth_digit(eleven, 100)
        + 11 * nth_digit(eleven, 10) + 12 * nth_digit(eleven, 1) + 13 * upn_value(last)
    )::integer % 23 + 1,
    1
)
