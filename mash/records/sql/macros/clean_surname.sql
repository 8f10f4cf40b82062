-- A surname as words, with O BRIEN as OBRIEN and MAC DONALD as MACDONALD; null for the placeholders of a missing name.
create or replace macro clean_surname(given) as
    unless_empty(
        regexp_replace(
            regexp_replace(
                regexp_replace(clean_name(given), '(^| )(?:O )+(\p{L}{2,})', '\1O\2', 'g'),
                '^(?:MAC )+(\p{L}{3,})', 'MAC\1'
            ),
            '^(?:UNKNOWN(?: .*)?|NOT (?:KNOWN|STATED|GIVEN|RECORDED|SUPPLIED|PROVIDED)|NO (?:NAME|SURNAME)|UNK|N ?K|N A'
            || '|NONE|NIL|NULL|TBC|TBA|ANON|ANONYMOUS|TEST|X{2,}(?: X+)*)$',
            ''
        )
    )
