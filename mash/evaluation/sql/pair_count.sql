-- Grain: one row per threshold, dimension and group: pairs of records with either record of the group, in counts, and the
-- sums over the group's records of B-cubed precision and recall (Bagga and Baldwin 1998). No pair is ever written out:
-- in n records, g of them of the group, n' beside, 2 g n' - g g' ordered pairs touch the group.
create or replace table pair_count as
with

person_size as (
    select person_id, sum(records) as records from cell group by person_id
),

true_size as (
    select true_id, sum(records) as records from cell group by true_id
),

group_cell as (
    select record_group.dimension, record_group.value, scored_record.person_id, scored_record.true_id, count(*) as members
    from record_group
    inner join scored_record using (record_key)
    group by all
),

group_person as (
    select dimension, value, person_id, sum(members) as members from group_cell group by all
),

group_true as (
    select dimension, value, true_id, sum(members) as members from group_cell group by all
),

found as (
    select
        near.threshold,
        one.dimension,
        one.value,
        sum(
            2 * one.members * (person_size.records - near.same)
            - one.members * (coalesce(other.members, 0) - near.same)
        ) // 2 as found_pairs
    from group_person as one
    inner join near using (person_id)
    inner join person_size on near.near_id = person_size.person_id
    left join group_person as other
        on near.near_id = other.person_id and one.dimension = other.dimension and one.value = other.value
    group by all
),

found_true as (
    select
        near.threshold,
        one.dimension,
        one.value,
        sum(
            2 * one.members * (cell.records - near.same) - one.members * (coalesce(other.members, 0) - near.same)
        ) // 2 as found_true_pairs
    from group_cell as one
    inner join near using (person_id)
    inner join cell on near.near_id = cell.person_id and one.true_id = cell.true_id
    left join group_cell as other
        on
            near.near_id = other.person_id
            and one.true_id = other.true_id
            and one.dimension = other.dimension
            and one.value = other.value
    group by all
),

true_pair as (
    select
        one.dimension,
        one.value,
        sum(one.members) as records,
        sum(2 * one.members * (true_size.records - 1) - one.members * (one.members - 1)) // 2 as true_pairs
    from group_true as one
    inner join true_size using (true_id)
    group by all
),

around as (
    select near.threshold, near.person_id, sum(person_size.records) as records
    from near
    inner join person_size on near.near_id = person_size.person_id
    group by all
),

hit as (
    select near.threshold, one.person_id, one.true_id, sum(other.records) as records
    from cell as one
    inner join near using (person_id)
    inner join cell as other on near.near_id = other.person_id and one.true_id = other.true_id
    group by all
),

bcubed as (
    select
        hit.threshold,
        group_cell.dimension,
        group_cell.value,
        sum(group_cell.members * hit.records / around.records) as precision_sum,
        sum(group_cell.members * hit.records / true_size.records) as recall_sum
    from group_cell
    inner join hit using (person_id, true_id)
    inner join around on hit.threshold = around.threshold and group_cell.person_id = around.person_id
    inner join true_size using (true_id)
    group by all
)

select
    bcubed.threshold,
    true_pair.dimension,
    true_pair.value,
    true_pair.records::bigint as records,
    true_pair.true_pairs::bigint as true_pairs,
    found.found_pairs::bigint as found_pairs,
    found_true.found_true_pairs::bigint as found_true_pairs,
    bcubed.precision_sum,
    bcubed.recall_sum
from true_pair
inner join bcubed using (dimension, value)
inner join found using (threshold, dimension, value)
inner join found_true using (threshold, dimension, value)
