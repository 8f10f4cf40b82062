-- Grain: one row per line of the file that is no JSON object.
insert into unreadable by name
select _row, line, 'not a JSON object' as rule, raw
from json_lines
where not is_object
