-- True when the word for a relationship itself says that the two share a home; else null, not false.
create or replace macro says_lives_together(given) as
    case when regexp_matches(lower(given), 'cohabit|co-habit|lives? with|living with|same household') then true end
