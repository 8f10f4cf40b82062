-- Grain: one row per name that any object of the file has.
select distinct unnest(json_keys(raw)) as name
from json_lines
where is_object and not is_ambiguous
order by name
