-- Grain: one row per case asked for and tie between two persons in its reach.
with
asked as (
    select unnest($case_ids::json::varchar[]) as case_id
),

near as (
    select
        reach.case_id,
        reach.person_id
    from reach
    semi join asked using (case_id)
)

select
    a.case_id,
    tie.tie_id
from near as a
inner join tie on a.person_id = tie.person_a
inner join near as b on a.case_id = b.case_id and tie.person_b = b.person_id
order by a.case_id, tie.tie_id
