-- Grain: one row per pair of records to be compared; join_key_l < join_key_r; position of the first rule that found it.
-- Again, after the first look: the pairs that were there, and what the family's new keys find of records without a year of
-- birth.
create or replace temp table candidate_pair as
with

member as (
    select
        blocking_key.position,
        blocking_key.key_hash,
        blocking_key.record_id,
        blocking_rule.of_undated or $again::boolean as of_undated,
        blocking_rule.of_near_births,
        linkage_record.birth_year,
        right(linkage_record.dob, 5) as born_day
    from blocking_key
    inner join blocking_rule using (position)
    inner join block using (position, key_hash)
    inner join linkage_record using (record_id)
    where block.records <= blocking_rule.cap and (blocking_rule.of_family or not $again::boolean)
),

found as (
    select one.record_id as join_key_l, other.record_id as join_key_r, one.position
    from member as one
    inner join member as other
        on one.position = other.position
        and one.key_hash = other.key_hash
        and one.record_id < other.record_id
    where
        one.birth_year is null
        or other.birth_year is null
        or not one.of_undated
        and (
            not one.of_near_births
            or abs(one.birth_year - other.birth_year) <= 1
            or coalesce(one.born_day = other.born_day, false)
        )
    union all
    select join_key_l, join_key_r, position from candidate_before
)

select join_key_l, join_key_r, min(position) as position
from found
group by join_key_l, join_key_r
