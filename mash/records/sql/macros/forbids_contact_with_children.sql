-- Whether a licence condition keeps the offender from children, by the words of the standard conditions
-- (contact, residence and activity; HMPPS licence conditions policy framework [K]).
create or replace macro forbids_contact_with_children(condition) as
    regexp_matches(lower(condition), '\b(?:not|no|never|without|unsupervised|refrain|prohibit\w*|exclu\w+|avoid)\b')
    and regexp_matches(
        lower(condition), 'contact|communicat|approach|resid|stay|liv|work|activit|associat|child ?care|enter'
    )
    and regexp_matches(
        lower(condition),
        '\b(?:child|children|minors?|young (?:person|people)|under (?:the age of )?1[68]|schools?|nurser\w+)\b'
    )
