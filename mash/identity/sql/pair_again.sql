-- Grain: one row per pair of records to be weighed again: one of the two has gained a place.
create or replace temp table pair_again as
select
    candidate_pair.join_key_l as a,
    candidate_pair.join_key_r as b,
    candidate_pair.position
from candidate_pair
where
    candidate_pair.join_key_l in (select record_id from widened_family)
    or candidate_pair.join_key_r in (select record_id from widened_family)
