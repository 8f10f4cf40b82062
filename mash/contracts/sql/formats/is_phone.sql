-- A telephone number: seven to fifteen digits (ITU-T E.164), however spaced.
create or replace temp macro is_phone(given) as
    regexp_full_match(given, '\+?[\d ().-]+') and length(regexp_replace(given, '\D', '', 'g')) between 7 and 15
