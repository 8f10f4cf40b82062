-- Whether an agency's words for an occurrence say that somebody was missing (from home or care), in the wordings of police
-- recording: missing person, MISPER, missing from home, absent from care [K]. Things that are missing are not meant.
create or replace macro says_missing(category) as
    list_transform(
        [trim(regexp_replace(upper(category), '[^A-Z0-9]+', ' ', 'g'))],
        lambda words : coalesce(
            regexp_matches(words, '\b(?:MISPERS?|RUNAWAYS?)\b') or (
                regexp_matches(words, '\b(?:MISSING|ABSENT)\b')
                and regexp_matches(
                    words, '\b(?:PERSONS?|CHILD\w*|JUVENILES?|MINORS?|YOUTHS?|YOUNG|HOME|CARE|PLACEMENT|EPISODES?)\b'
                )
            ),
            false
        )
    )[1]
