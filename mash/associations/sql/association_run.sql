-- Grain: one row: the date the ties are true for and how they are followed, for whoever cuts a network from them.
create or replace table association_run as
select
    $as_of::date as as_of,
    $follow_at_least::double as follow_at_least
