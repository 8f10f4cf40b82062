-- A date written as ISO 8601 (YYYY-MM-DD, with a midnight after it or not); null for any other text and for no such day.
create or replace macro as_date(given) as case
    when regexp_full_match(given, '\d{4}-\d{2}-\d{2}([T ]00:00(:00(\.0+)?)?)?') then try_cast(left(given, 10) as date)
end
