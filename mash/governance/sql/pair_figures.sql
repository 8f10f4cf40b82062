-- Grain: one row: how many pairs of records were joined, or held apart by a guard, and how many persons may be one.
select
    count(*) filter (where outcome = 'same') as joined,
    count(*) filter (where veto is not null) as vetoed,
    (select count(*) from possible_identity) as possible
from identity_pair
