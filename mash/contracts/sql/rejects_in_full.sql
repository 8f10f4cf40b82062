-- Grain: one row per row of the extract and rule it breaks; with the whole row where it is rejected.
create or replace temp view rejects_in_full as
with whole_row as (
    select received._row, cast(to_json(received) as varchar) as raw
    from (
        select columns(lambda name : name not like '%.typed')
        from checked
        semi join rejected_row using (_row)
    ) as received
)

select
    rejects._row,
    rejects.line,
    rejects.field,
    rejects.rule,
    rejects.cost,
    rejects.value,
    case when rejects.cost = 'row' then coalesce(rejects.raw, whole_row.raw) end as raw
from rejects
left join whole_row using (_row)
