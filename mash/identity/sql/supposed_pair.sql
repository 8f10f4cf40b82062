-- Grain: one row per pair kept so far, by record number; forbidden when a guard rules it out altogether.
select a, b, match_weight, veto is not null and outcome = 'different' as forbidden
from kept_pair
