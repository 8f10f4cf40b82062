-- Grain: one row per unordered pair of agencies, an agency with itself included: pairs of records, one of each.
create or replace table agency_pair as
with

by_cell as (
    select person_id, true_id, agency, count(*) as records from scored_record group by all
),

by_true as (
    select true_id, agency, sum(records) as records from by_cell group by all
),

by_person as (
    select person_id, agency, sum(records) as records from by_cell group by all
),

true_pair as (
    select
        one.agency as agency_a,
        other.agency as agency_b,
        sum(case when one.agency = other.agency then one.records * (one.records - 1) // 2
            else one.records * other.records end) as true_pairs
    from by_true as one
    inner join by_true as other on one.true_id = other.true_id and one.agency <= other.agency
    group by all
),

found as (
    select
        one.agency as agency_a,
        other.agency as agency_b,
        sum(case when one.agency = other.agency then one.records * (one.records - 1) // 2
            else one.records * other.records end) as found_pairs
    from by_person as one
    inner join by_person as other on one.person_id = other.person_id and one.agency <= other.agency
    group by all
),

found_true as (
    select
        one.agency as agency_a,
        other.agency as agency_b,
        sum(case when near.same = 0 then 0 when one.agency = other.agency then one.records * (one.records - 1) // 2
            else one.records * other.records end) as joined,
        sum(case when one.agency <> other.agency then one.records * other.records
            when near.same = 1 then one.records * (one.records - 1) // 2
            -- each pair of possible persons stands there in both orders
            when one.person_id < other.person_id then one.records * other.records else 0 end) as possible
    from by_cell as one
    inner join near on one.person_id = near.person_id and near.threshold = 'possible'
    inner join by_cell as other
        on near.near_id = other.person_id and one.true_id = other.true_id and one.agency <= other.agency
    group by all
)

select
    true_pair.agency_a,
    true_pair.agency_b,
    true_pair.true_pairs::bigint as true_pairs,
    coalesce(found.found_pairs, 0)::bigint as found_pairs,
    coalesce(found_true.joined, 0)::bigint as joined,
    coalesce(found_true.possible, 0)::bigint as possible
from true_pair
left join found using (agency_a, agency_b)
left join found_true using (agency_a, agency_b)
