-- Forenames as words; null for the placeholders of missing and unborn names (sources.md B10: BABY SMITH, TWIN 1, NK).
create or replace macro clean_forenames(given) as
    unless_empty(
        regexp_replace(
            clean_name(given),
            '^(?:(?:UNKNOWN|UNNAMED|BABY|INFANT|TWIN|TRIPLET|NEWBORN|UNBORN|FOETUS|TEST)(?: .*)?'
            || '|NOT (?:KNOWN|STATED|GIVEN|RECORDED|SUPPLIED|PROVIDED)|NO (?:NAME|FORENAME)|UNK|N ?K|N A|NONE|NIL|NULL'
            || '|TBC|TBA|ANON|ANONYMOUS|BOY|GIRL|MALE|FEMALE|CHILD|MOTHER|FATHER|X{2,}(?: X+)*'
            || '|MR|MRS|MS|MISS|MX|MASTER|DR|REV|PROF|SIR|DAME)$',
            ''
        )
    )
