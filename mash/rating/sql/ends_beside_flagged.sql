-- Grain: one row per case asked for, flagged adult in its reach, person at an end of a possible link in its reach to whom
-- that adult has a followed tie, and kind of tie between the two.
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
),

ends as (
    select person_a as person_id
    from possible_identity
    union
    select person_b as person_id
    from possible_identity
),

flagged as (
    select distinct
        exposure.case_id,
        exposure.person_id
    from exposure
    semi join asked using (case_id)
)

select distinct
    flagged.case_id,
    flagged.person_id,
    hop.to_person as end_id,
    tie.kind
from flagged
inner join hop on flagged.person_id = hop.from_person
inner join tie
    on least(hop.from_person, hop.to_person) = tie.person_a
    and greatest(hop.from_person, hop.to_person) = tie.person_b
semi join ends on hop.to_person = ends.person_id
semi join near on flagged.case_id = near.case_id and hop.to_person = near.person_id
order by flagged.case_id, flagged.person_id, hop.to_person, tie.kind
