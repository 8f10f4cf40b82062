-- A PNC id of a serial below 9 000 000 (our convention, decision 35: no range is kept free).
create or replace macro pnc_may_be_real(given) as
    is_pnc(given)
    and lpad(
        regexp_replace(upper(given), '^(?:(?:19|20)\d{2}/?(\d{7})|\d{2}/?(\d{1,7}))[A-Z]$', '\1\2'), 7, '0'
    ) not like '9%'
