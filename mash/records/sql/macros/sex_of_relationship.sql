-- The sex that a word for a relationship tells of the person it names; null when it tells none.
create or replace macro sex_of_relationship(given) as
    case
        when regexp_matches(lower(given), '\b(?:(?:grand|step)?-?(?:mother|mum)|mam|(?:grand)?daughter|sister|wife|girlfriend|aunt|niece)\b')
            then 'F'
        when regexp_matches(lower(given), '\b(?:(?:grand|step)?-?(?:father|dad)|(?:grand)?son|brother|husband|boyfriend|uncle|nephew)\b')
            then 'M'
    end
