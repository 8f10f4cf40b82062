-- Grain: one row, what this snapshot was built for and by.
create or replace table run as
select
    $as_of::date as as_of,
    $model as model,
    $policy as policy,
    $profile as profile,
    $engine as engine
