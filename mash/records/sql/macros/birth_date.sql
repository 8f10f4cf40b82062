-- A date of birth; null when a sentinel or impossible: before 1900, or after the date the records are read as of.
create or replace macro birth_date(given, as_of) as
    case when year(given::date) >= 1900 and given <= as_of::date then clean_date(given) end
