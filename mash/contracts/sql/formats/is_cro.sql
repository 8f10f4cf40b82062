-- A CRO number, NNNNNN/YYC over year and six-digit serial, or SFYY/N…C over year and bare serial (sources.md D1).
create or replace macro is_cro(given) as
    case
        when regexp_full_match(upper(given), '\d{1,6}/\d{2}[A-HJ-NP-RT-Z]')
            then police_letter(left(split_part(given, '/', 2), 2) || lpad(split_part(given, '/', 1), 6, '0'))
        when regexp_full_match(upper(given), 'SF\d{2}/\d{1,6}[A-HJ-NP-RT-Z]')
            then police_letter(regexp_replace(given, '\D', '', 'g'))
    end is not distinct from upper(right(given, 1))
    and not regexp_full_match(given, '0+/.*')
