-- Grain: one row per agency and dataset of the hub's configuration.
insert into source_freshness by name
select unnest(
    from_json(
        $rows,
        '[{"agency": "varchar", "dataset": "varchar", "contract": "varchar", "required": "boolean",
           "latest_extract": "varchar", "received_on": "date", "age_days": "integer", "fresh_within_days": "integer",
           "state": "varchar", "refused_since": "boolean", "rows_current": "bigint"}]'
    ),
    recursive := true
)
