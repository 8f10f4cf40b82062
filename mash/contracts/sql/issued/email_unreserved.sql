-- An e-mail address at a domain that is not reserved for examples and tests (RFC 2606).
create or replace macro email_unreserved(given) as
    is_email(given)
    and not regexp_matches(
        lower(given), '@(?:[^@]+\.)?example\.(?:com|net|org)$|@(?:[^@]+\.)?(?:example|test|invalid|localhost)$'
    )
