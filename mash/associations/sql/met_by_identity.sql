-- Grain: adds to met one row per open case and person who may be someone met at this hop, at no further hop, and was not
-- met so near before.
insert into met by name
with
step as (
    select
        frontier.case_id,
        identity_hop.to_person as person_id,
        frontier.person_id as via,
        frontier.strength * identity_hop.probability as strength
    from met as frontier
    inner join identity_hop on frontier.person_id = identity_hop.from_person
    where frontier.hops = $hops::integer
)

select
    step.case_id,
    step.person_id,
    $hops::integer as hops,
    step.via,
    step.strength,
    'possible' as identity,
    known.hops is not null as nearer
from step
left join met as known on step.case_id = known.case_id and step.person_id = known.person_id and not known.nearer
anti join met as before on step.case_id = before.case_id and step.person_id = before.person_id and before.nearer
anti join sealed_from on step.case_id = sealed_from.case_id and step.person_id = sealed_from.person_id
where known.hops is null or known.hops > $hops::integer
qualify row_number() over (partition by step.case_id, step.person_id order by step.strength desc, step.via) = 1
