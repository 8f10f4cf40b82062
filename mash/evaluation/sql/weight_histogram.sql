-- Grain: one row per band of match weight, $width bits wide: true and false pairs, and those that a guard held back.
select
    floor(raw_match_weight / $width) * $width as low,
    floor(raw_match_weight / $width) * $width + $width as high,
    count(*) filter (is_true) as true_pairs,
    count(*) filter (not is_true) as false_pairs,
    count(*) filter (is_true and vetoed) as true_vetoed,
    count(*) filter (not is_true and vetoed) as false_vetoed
from judged_pair
group by all
order by low
