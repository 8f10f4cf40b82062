-- A CRO number of a serial below 900 000, and any of a file (SF…); our convention (decision 35: no range is kept free).
create or replace macro cro_may_be_real(given) as
    is_cro(given) and not regexp_full_match(given, '9\d{5}/.*')
