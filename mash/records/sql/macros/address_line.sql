-- The one line of an address that says which home it is: street types in short, `12 A`, `Flat A, 12` and `12 …, Flat A`
-- as 12A, a flat kept apart from its house. Commas part the given lines; bare flats and numbers are joined to what
-- follows, and localities dropped. Null when it does not place a single home: empty, no fixed abode, unknown, or a
-- street without a number. Street types: Royal Mail's usual abbreviations.
create or replace macro address_line(line_1, line_2) as
    list_transform(
        [
            regexp_extract(
                array_to_string(
                    list_transform(
                        string_split(
                            trim(regexp_replace(
                                regexp_replace(folded(concat_ws(',', line_1, line_2)), '[^A-Z0-9,]+', ' ', 'g'),
                                ' ?,[ ,]*', ' , ', 'g'
                            ), ' ,'),
                            ' '
                        ),
                        lambda word : case
                            when word in ('STREET', 'STR', 'SAINT') then 'ST'
                            when word = 'ROAD' then 'RD'
                            when word in ('AVENUE', 'AVE') then 'AV'
                            when word = 'LANE' then 'LN'
                            when word in ('DRIVE', 'DRV') then 'DR'
                            when word = 'CLOSE' then 'CL'
                            when word in ('COURT', 'CRT') then 'CT'
                            when word in ('CRESCENT', 'CRES', 'CRESC') then 'CR'
                            when word = 'PLACE' then 'PL'
                            when word = 'SQUARE' then 'SQ'
                            when word in ('GROVE', 'GRV') then 'GR'
                            when word in ('TERRACE', 'TERR', 'TCE') then 'TER'
                            when word in ('GARDENS', 'GDN') then 'GDNS'
                            when word = 'HOUSE' then 'HSE'
                            when word = 'BUILDINGS' then 'BLDGS'
                            when word = 'MOUNT' then 'MT'
                            when word = 'PARK' then 'PK'
                            when word in ('FLT', 'APARTMENT', 'APT') then 'FLAT'
                            when word = 'RM' then 'ROOM'
                            when word = 'NUMBER' then 'NO'
                            else word
                        end
                    ),
                    ' '
                ),
                '^(?:(?:(?:FLAT|ROOM|UNIT) [A-Z0-9]+(?: [0-9]+[A-Z]?)?|(?:NO )?[0-9]+[A-Z]?) , )*'
                || '[^,]*[^, ](?: , (?:FLAT|ROOM|UNIT) [A-Z0-9]+)?'
            )
        ],
        lambda line : nullif(
            regexp_replace(
                regexp_replace(
                    if(
                        regexp_matches(line, '\b(?:FLAT|ROOM|UNIT|NO) '),
                        regexp_replace(
                            if(
                                regexp_matches(line, '^(?:FLAT|ROOM|UNIT) '),
                                replace(line, ' , ', ' '),
                                regexp_replace(
                                    regexp_replace(replace(line, ' , ', ' '), '^NO ([0-9])', '\1'),
                                    '^(.+) (FLAT|ROOM|UNIT) ([A-Z0-9]+)$', '\2 \3 \1'
                                )
                            ),
                            '^FLAT ([A-Z]) ([0-9]+) ', '\2\1 '
                        ),
                        replace(line, ' , ', ' ')
                    ),
                    '^([0-9]+) (?:FLAT )?([A-Z]) ', '\1\2 '
                ),
                '^(?:(?:OF )?NO FIXED (?:ABODE|ADDRESS).*|N ?F ?A\b.*|HOMELESS.*|ROUGH SLEEP.*|SOFA SURFING.*|C O\b.*'
                || '|(?:ADDRESS )?(?:UNKNOWN|NOT KNOWN|WITHHELD|CONFIDENTIAL|RESTRICTED|REFUSED).*|N A|NONE|TBC|X+'
                || '|(?:FLAT|ROOM|UNIT) [A-Z0-9]+|[0-9]+[A-Z]?'
                || '|(?:[A-Z]+ )*(?:ST|RD|AV|LN|DR|CL|CT|CR|PL|SQ|GR|TER|GDNS|WAY|HILL|ROW|WALK))$',
                ''
            ),
            ''
        )
    )[1]
