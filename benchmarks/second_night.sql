-- Grain: one row: of the second night's rows of three tables how many there are, and how many the night before had word for
-- word. Numbers given anew each night, and the day and line a row came on, are left aside; of pairs the weight as weighed.
with

record as (
    select columns(* exclude (extract, source_row)) from person_record
),

record_before as (
    select columns(* exclude (extract, source_row)) from before.person_record
),

compared as (
    select * exclude (record_id) from linkage_record
),

compared_before as (
    select * exclude (record_id) from before.linkage_record
),

pair as (
    select record_key_a, record_key_b, raw_match_weight from identity_pair
),

pair_before as (
    select record_key_a, record_key_b, raw_match_weight from before.identity_pair
)

select
    (select count(*) from record) as records,
    (select count(*) from (from record intersect from record_before)) as same_records,
    (select count(*) from compared) as compared,
    (select count(*) from (from compared intersect from compared_before)) as same_compared,
    (select count(*) from pair) as pairs,
    (select count(*) from (from pair intersect from pair_before)) as same_pairs
