-- Grain: one row per case whose proposal differs from the last run's, or that is no longer open;
-- with the pieces of evidence that are new and gone.
create or replace table change as
select
    unnest(
        $rows::json::struct(
            case_id varchar,
            kind varchar,
            from_colour varchar,
            to_colour varchar,
            says varchar,
            new varchar[],
            gone varchar[]
        )[],
        recursive := true
    )
