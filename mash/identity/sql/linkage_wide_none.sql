-- Grain: none: before the first look nothing is known of anybody's family but what its records say (linkage_wide.sql).
create or replace table linkage_wide (
    record_id bigint,
    supposed bigint,
    kin varchar[],
    associates varchar[],
    kin_dwellings varchar[],
    kin_postcodes varchar[],
    kin_outcodes varchar[]
)
