-- Grain: one row: of the records named only inside another those whose true person has any other record, and whom they
-- are found with at the threshold: the right person and no wrong one, the right one at all, anyone.
with

named as (
    select person_id, true_id, count(*) as records from scored_record where named_only group by all
),

true_size as (
    select true_id, sum(records) as records from cell group by true_id
),

around as (
    select
        named.records,
        any_value(true_size.records) - 1 as of_person,
        sum(cell.records) - 1 as found,
        sum(cell.records) filter (cell.true_id = named.true_id) - 1 as found_right
    from named
    inner join true_size using (true_id)
    inner join near on named.person_id = near.person_id and near.threshold = $threshold
    inner join cell on near.near_id = cell.person_id
    group by named.person_id, named.true_id, named.records
)

select
    coalesce(sum(records) filter (of_person > 0), 0)::bigint as to_be_found,
    coalesce(sum(records) filter (found_right > 0 and found_right = found), 0)::bigint as right_alone,
    coalesce(sum(records) filter (found_right > 0), 0)::bigint as right_at_all,
    coalesce(sum(records) filter (found > 0), 0)::bigint as anyone
from around
