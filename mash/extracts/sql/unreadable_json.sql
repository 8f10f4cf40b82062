-- Grain: one row per line of the file that is no JSON object, or has a name twice and so two answers.
insert into unreadable by name
select
    _row,
    line,
    if(is_object, 'a name twice', 'not a JSON object') as rule,
    raw
from json_lines
where not is_object or is_ambiguous
