-- Grain: one row, what this snapshot was built for and by.
create or replace table run as
select
    $as_of::date as as_of,
    $model as model,
    $policy as policy,
    $policy_fingerprint as policy_fingerprint,
    $network_fingerprint as network_fingerprint,
    $profile as profile,
    $engine as engine
