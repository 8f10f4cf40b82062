-- Grain: one row per case asked for and possible link between two persons in its reach, with how the search met them.
with
asked as (
    select unnest($case_ids::json::varchar[]) as case_id
),

near as (
    select
        reach.case_id,
        reach.person_id,
        reach.hops,
        reach.identity = 'possible' as possible
    from reach
    semi join asked using (case_id)
)

select
    a.case_id,
    link.person_a,
    a.hops as hops_a,
    a.possible as possible_a,
    link.person_b,
    b.hops as hops_b,
    b.possible as possible_b
from near as a
inner join possible_identity as link on a.person_id = link.person_a
inner join near as b on a.case_id = b.case_id and link.person_b = b.person_id
order by a.case_id, link.person_a, link.person_b
