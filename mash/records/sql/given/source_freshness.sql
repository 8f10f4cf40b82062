-- Grain: one row per agency and dataset of the hub's configuration.
insert into source_freshness by name
select
    unnest($agency::varchar[]) as agency,
    unnest($dataset::varchar[]) as dataset,
    unnest($contract::varchar[]) as contract,
    unnest($required::boolean[]) as required,
    unnest($latest_extract::varchar[]) as latest_extract,
    unnest($received_on::date[]) as received_on,
    unnest($age_days::integer[]) as age_days,
    unnest($fresh_within_days::integer[]) as fresh_within_days,
    unnest($state::varchar[]) as state,
    unnest($refused_since::boolean[]) as refused_since,
    unnest($rows_current::bigint[]) as rows_current
