-- A PNC id, long (1981/0000034U) or short (81/34U), whose letter holds over year and seven-digit serial (sources.md D1, D2).
create or replace macro is_pnc(given) as
    regexp_full_match(upper(given), '((19|20)\d{2}/?\d{7}|\d{2}/?\d{1,7})[A-HJ-NP-RT-Z]')
    and police_letter(
        regexp_replace(upper(given), '^(?:19|20)?(\d{2})/?\d{1,7}[A-Z]$', '\1')
        || lpad(regexp_replace(upper(given), '^(?:(?:19|20)\d{2}/?(\d{7})|\d{2}/?(\d{1,7}))[A-Z]$', '\1\2'), 7, '0')
    ) = upper(right(given, 1))
