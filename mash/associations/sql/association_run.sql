-- Grain: one row: the date the ties are true for, how they are followed, and every number they were made by, for whoever
-- cuts a network from them or makes them again as of an earlier day.
create or replace table association_run as
select
    $as_of::date as as_of,
    $follow_at_least::double as follow_at_least,
    $settings::varchar as settings
