-- Grain: one row per case asked for with any tie between two persons in its reach, and these.
with
asked as (
    select unnest($case_ids::json::varchar[]) as case_id
),

near as materialized (
    select
        reach.case_id,
        reach.person_id
    from reach
    semi join asked using (case_id)
),

-- apart, so that DuckDB never makes every pair of a case's persons
beside as (
    select
        tie.tie_id,
        tie.person_a,
        tie.person_b
    from tie
    semi join near on tie.person_a = near.person_id
)

select
    a.case_id,
    list(beside.tie_id) as tie_ids
from near as a
inner join beside on a.person_id = beside.person_a
inner join near as b on a.case_id = b.case_id and beside.person_b = b.person_id
group by a.case_id
order by a.case_id
