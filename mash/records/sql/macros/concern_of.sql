-- What an agency's own words for an occurrence amount to, as a category of abuse of the children in need census
-- (NEG PHY SAB EMO MUL, sources.md D17) or DA; null when they name none. The words are those of Home Office counting-rule
-- titles: an offence against an adult is none of these but domestic abuse.
create or replace macro concern_of(given) as
    list_transform(
        [trim(regexp_replace(upper(given), '[^A-Z0-9]+', ' ', 'g'))],
        lambda words : case
            when words in ('NEG', 'PHY', 'SAB', 'EMO', 'MUL', 'DA') then words
            when regexp_matches(
                words,
                '\b(?:CSA|CSE|INCEST|GROOMING|PAEDOPHIL\w*)\b|\bSEXUAL (?:ABUSE|EXPLOITATION)|\bINDECENT (?:IMAGE|PHOTO)'
            ) or (
                regexp_matches(words, '\b(?:SEX|SEXUAL|SEXUALLY|RAPE|RAPED|INDECEN\w+)\b')
                and regexp_matches(words, '\b(?:CHILD\w*|MINORS?|GIRLS?|BOYS?|INFANT|BABY|FAMILIAL|UNDER 1[368])\b')
            ) then 'SAB'
            when regexp_matches(words, '\b(?:NEGLECT\w*|ABANDON\w*)\b') then 'NEG'
            when regexp_matches(words, '\bPHYSICAL ABUSE\b|\bCRUELTY\b|\bNON ACCIDENTAL INJUR') or (
                regexp_matches(words, '\b(?:ASSAULT\w*|ILL TREAT\w*|WOUND\w*|INJUR\w+|ABH|GBH|VIOLEN\w+|HARM\w*)\b')
                and regexp_matches(words, '\b(?:CHILD\w*|MINORS?|INFANT|BABY|UNDER 1[368])\b')
            ) then 'PHY'
            when regexp_matches(words, '\b(?:DOMESTIC|DV|DASH|COERCIVE|CONTROLLING)\b') then 'DA'
            when regexp_matches(words, '\b(?:EMOTIONAL|PSYCHOLOGICAL)\b') then 'EMO'
        end
    )[1]
