-- Grain: one row per dataset of which the run might leave out rows that stand in the landing: whose time is up, of somebody
-- erased, or in dispute.
create or replace table left_out as
select unnest(
    from_json(
        $rows,
        '[{"agency": "varchar", "dataset": "varchar", "expired": "bigint", "erased": "bigint", "disputed": "bigint"}]'
    ),
    recursive := true
)
