-- Grain: one row per row of the extract and rule it breaks; with the whole row where it is rejected.
copy (
    select
        rejects._row,
        rejects.line,
        rejects.field,
        rejects.rule,
        rejects.cost,
        rejects.value,
        case
            when rejects.raw is null and received._row is not null then cast(to_json(received) as varchar)
            else rejects.raw
        end as raw
    from rejects
    left join received on rejects._row = received._row and rejects.cost = 'row'
    order by all
) to $path (format parquet, compression zstd)
