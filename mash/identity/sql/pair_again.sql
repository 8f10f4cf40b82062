-- Grain: one row per pair of records that may weigh more or less than at the first look: one of the two has gained a place
-- or kin, and the two are not supposed to be one person already. Dropped: compared before, and found below the floor.
create or replace temp table pair_again as
select
    candidate_pair.join_key_l as a,
    candidate_pair.join_key_r as b,
    candidate_pair.position,
    candidate_before.join_key_l is not null and seen_before.a is null as dropped
from candidate_pair
inner join linkage_record as one on one.record_id = candidate_pair.join_key_l
inner join linkage_record as other on other.record_id = candidate_pair.join_key_r
inner join linkage_wide as wide_one on wide_one.record_id = candidate_pair.join_key_l
inner join linkage_wide as wide_other on wide_other.record_id = candidate_pair.join_key_r
left join candidate_before
    on candidate_before.join_key_l = candidate_pair.join_key_l and candidate_before.join_key_r = candidate_pair.join_key_r
left join seen_before on seen_before.a = candidate_pair.join_key_l and seen_before.b = candidate_pair.join_key_r
where
    wide_one.supposed <> wide_other.supposed
    and (one.birth_year is null or other.birth_year is null)
    and coalesce(
        wide_one.kin, wide_other.kin, wide_one.associates, wide_other.associates, wide_one.kin_postcodes,
        wide_other.kin_postcodes, wide_one.kin_dwellings, wide_other.kin_dwellings
    ) is not null
