-- An e-mail address where people of the UK have theirs: any domain below .uk, and the providers of most private addresses
-- (our list). Other domains that are not reserved for examples (RFC 2606) are `email_unreserved`.
create or replace macro email_may_be_real(given) as
    is_email(given)
    and regexp_matches(
        lower(given),
        '@(?:[^@]+\.)?(?:[^.@]+\.uk|nhs\.net|gmail\.com|googlemail\.com|hotmail\.com|outlook\.com|live\.com|msn\.com|yahoo\.com'
        || '|ymail\.com|rocketmail\.com|icloud\.com|me\.com|mac\.com|aol\.com|btinternet\.com|btopenworld\.com|sky\.com'
        || '|talktalk\.net|virginmedia\.com|ntlworld\.com|blueyonder\.com|protonmail\.com|proton\.me|gmx\.com|mail\.com)$'
    )
