-- Grain: one row per agency without which no case is rated whose extract was fresh in the run and is not on $day.
select
    agency,
    min(latest_extract) as extract,
    max($day::date - received_on) as age_days,
    min(fresh_within_days) as fresh_within_days
from source_freshness
where required and state = 'fresh' and $day::date - received_on > fresh_within_days
group by agency
order by agency
