-- An address's lines as one in capitals without stops, ` , ` between its parts, street types in short (Royal Mail's usual
-- abbreviations), FLAT for its synonyms.
create or replace macro short_line(line_1, line_2) as
    array_to_string(
        list_transform(
            string_split(
                trim(
                    regexp_replace(
                        regexp_replace(folded(concat_ws(',', line_1, line_2)), '[^A-Z0-9,]+', ' ', 'g'),
                        ' ?,[ ,]*', ' , ', 'g'
                    ),
                    ' ,'
                ),
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
    )
