-- Grain: one row per line of an NDJSON file that is not blank.
create or replace temp table json_lines as
select
    _row,
    line,
    raw,
    case when json_valid(raw) then json_type(raw) = 'OBJECT' else false end as is_object,
    case when json_valid(raw) then len(json_keys(raw)) > len(list_distinct(json_keys(raw))) else false end as is_ambiguous
from framed_lines
