-- Grain: one row of rejects per unreadable row.
insert into rejects by name
select _row, line, rule, 'row' as cost, raw
from unreadable
