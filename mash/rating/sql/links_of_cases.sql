-- Grain: one row per case asked for and possible link between two persons in its reach, with how the search met them,
-- whether they are tied to too many to be followed further, or flagged and not of age, and how many adults it met at all.
with
asked as (
    select unnest($case_ids::json::varchar[]) as case_id
),

near as (
    select
        reach.case_id,
        reach.person_id,
        reach.hops
    from reach
    semi join asked using (case_id)
),

linked as (
    select
        a.case_id,
        link.person_a,
        a.hops as hops_a,
        link.person_b,
        b.hops as hops_b
    from near as a
    inner join possible_identity as link on a.person_id = link.person_a
    inner join near as b on a.case_id = b.case_id and link.person_b = b.person_id
),

adults_met as (
    select
        near.case_id,
        count(*)::integer as adults
    from near
    semi join linked using (case_id)
    inner join person using (person_id)
    where near.hops > 0 and coalesce(person.is_adult, true)
    group by near.case_id
),

busy as (
    select distinct from_person as person_id
    from hop
    where busy
),

minor_flagged as (
    select person.person_id
    from person
    semi join person_flag using (person_id)
    where not person.is_adult
)

select
    linked.*,
    busy_a.person_id is not null as busy_a,
    busy_b.person_id is not null as busy_b,
    minor_a.person_id is not null as minor_a,
    minor_b.person_id is not null as minor_b,
    coalesce(adults_met.adults, 0) as adults
from linked
left join adults_met using (case_id)
left join busy as busy_a on linked.person_a = busy_a.person_id
left join busy as busy_b on linked.person_b = busy_b.person_id
left join minor_flagged as minor_a on linked.person_a = minor_a.person_id
left join minor_flagged as minor_b on linked.person_b = minor_b.person_id
order by linked.case_id, linked.person_a, linked.person_b
