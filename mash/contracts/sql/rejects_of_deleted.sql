-- Grain: one row of rejects per row whose `deleted` cannot be read, or stands in a full load, which withdraws by leaving out.
insert into rejects by name
select
    _row,
    'deleted' as field,
    case when as_boolean(deleted) is null then 'not true or false' else 'deleted in a full load' end as rule,
    'row' as cost,
    deleted as value
from checked
where deleted is not null and (as_boolean(deleted) is null or ($load = 'full' and as_boolean(deleted)))
