-- Of a short line, the parts that say which home it is: bare flats and numbers with the part after them, localities
-- dropped. `12 A`, `FLAT A 12 …` and `12 … FLAT A` are 12A; a flat comes first and is kept apart from its house. A line
-- with two units is left as it stands.
create or replace macro home_line(line) as
    list_transform(
        [replace(
            regexp_extract(
                line,
                '^(?:(?:(?:FLAT|ROOM|UNIT) [A-Z0-9]+(?: [0-9]+[A-Z]?)?|(?:NO )?[0-9]+[A-Z]?) , )*'
                || '[^,]*[^, ](?: , (?:FLAT|ROOM|UNIT) [A-Z0-9]+)?'
            ),
            ' , ', ' '
        )],
        lambda part : case
            when not regexp_matches(part, '\b(?:FLAT|ROOM|UNIT) |^NO [0-9]|^[0-9]+ [A-Z] ') then part
            when regexp_matches(part, '\b(?:FLAT|ROOM|UNIT) .*\b(?:FLAT|ROOM|UNIT) ') then part
            else regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(part, '^NO ([0-9])', '\1'),
                        '^(.*[^ ]) (FLAT|ROOM|UNIT) ([A-Z0-9]+)$', '\2 \3 \1'
                    ),
                    '^FLAT ([A-Z]) ([0-9]+) ', '\2\1 '
                ),
                '^([0-9]+) (?:FLAT )?([A-Z]) ', '\1\2 '
            )
        end
    )[1]
