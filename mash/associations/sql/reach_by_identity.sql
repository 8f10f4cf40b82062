-- Grain: adds to reach one row per open case and person who may be someone reached at this hop, at no further hop.
insert into reach by name
with
met as (
    select
        frontier.case_id,
        identity_hop.to_person as person_id,
        frontier.person_id as via,
        frontier.strength * identity_hop.probability as strength
    from reach as frontier
    inner join identity_hop on frontier.person_id = identity_hop.from_person
    where frontier.hops = $hops::integer
)

select
    met.case_id,
    met.person_id,
    $hops::integer as hops,
    met.via,
    met.strength,
    'possible' as identity
from met
anti join reach on met.case_id = reach.case_id and met.person_id = reach.person_id
qualify row_number() over (partition by met.case_id, met.person_id order by met.strength desc, met.via) = 1
