-- Grain: one row per case asked for with a possible link between two persons in its reach.
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

select distinct a.case_id
from near as a
inner join possible_identity as link on a.person_id = link.person_a
inner join near as b on a.case_id = b.case_id and link.person_b = b.person_id
order by a.case_id
