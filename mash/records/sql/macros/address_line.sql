-- The one line that tells a home from its neighbours, the same for the usual ways of writing it. Null when it does not
-- place a single home: empty, no fixed abode, unknown, care of somebody, a bare flat or number, a street without a number.
create or replace macro address_line(line_1, line_2) as
    unless_empty(
        regexp_replace(
            home_line(short_line(line_1, line_2)),
            '^(?:(?:OF )?NO FIXED (?:ABODE|ADDRESS).*|N ?F ?A\b.*|HOMELESS.*|ROUGH SLEEP.*|SOFA SURFING.*|C O\b.*'
            || '|(?:[0-9]+[A-Z]? )?(?:ADDRESS )?(?:UNKNOWN|NOT KNOWN|WITHHELD|CONFIDENTIAL|RESTRICTED|REFUSED).*|N A|NONE|TBC|X+'
            || '|(?:FLAT|ROOM|UNIT) [A-Z0-9]+|[0-9]+[A-Z]?'
            || '|(?:[A-Z]+ )*(?:ST|RD|AV|LN|DR|CL|CT|CR|PL|SQ|GR|TER|GDNS|WAY|HILL|ROW|WALK))$',
            ''
        )
    )
