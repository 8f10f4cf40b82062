-- Grain: one row per guard that spoke: the pairs it held back from joining, and how many of them are true.
select
    veto as guard,
    count(*) as pairs,
    count(*) filter (is_true) as true_pairs
from judged_pair
where vetoed
group by veto
order by veto
