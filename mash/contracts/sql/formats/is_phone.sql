-- A telephone number: seven to fifteen digits (ITU-T E.164), however spaced.
create or replace macro is_phone(given) as regexp_full_match(given, '\+?([ ().-]*\d){7,15}[ ().-]*')
