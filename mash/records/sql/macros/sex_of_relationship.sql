-- The sex that a word for a relationship tells of the person it names; null when it tells none. The mother's boyfriend is
-- not the mother, and an aunt or uncle may be either.
create or replace macro sex_of_relationship(given) as
    list_transform(
        [regexp_replace(lower(given), '^\W*(?:mother|father|mum|dad|parent)\W?s ', '')],
        lambda word : case
            when contains(word, ' or ') then null
            when regexp_matches(
                word,
                '\b(?:(?:grand|step)?-?(?:mother|mum|daughter)|mam|(?:step)?sister|wife|girlfriend|aunt|auntie|niece)\b'
            ) then 'F'
            when regexp_matches(
                word, '\b(?:(?:grand|step)?-?(?:father|dad|son)|(?:step)?brother|husband|boyfriend|uncle|nephew)\b'
            ) then 'M'
        end
    )[1]
