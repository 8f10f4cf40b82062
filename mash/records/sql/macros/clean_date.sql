-- A date, or null for the sentinels by which systems say "none" or "for ever" (sources.md D4; 9999 is open-ended).
create or replace macro clean_date(given) as
    case
        when given in (date '1900-01-01', date '1901-01-01', date '1970-01-01') or year(given::date) >= 9999 then null
        else given::date
    end
