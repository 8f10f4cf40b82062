-- Grain: adds to met one row per open case and person one tie beyond the last hop whom it did not meet so near before.
-- Best path: fewest hops, then greatest product of strengths, then smallest predecessor.
insert into met by name
with
step as (
    select
        frontier.case_id,
        hop.to_person as person_id,
        frontier.person_id as via,
        hop.tie_id,
        frontier.strength * hop.strength as strength
    from met as frontier
    inner join hop on frontier.person_id = hop.from_person
    where
        frontier.hops = $hops::integer - 1
        and frontier.identity = $identity
        -- the child itself is always followed; said of hop alone, so that a super-hub's ties are passed over unread
        and (not hop.busy or ($hops::integer = 1 and $identity = 'confirmed'))
)

select
    step.case_id,
    step.person_id,
    $hops::integer as hops,
    step.via,
    step.tie_id,
    step.strength,
    $identity as identity,
    known.hops is not null as nearer
from step
left join met as known on step.case_id = known.case_id and step.person_id = known.person_id and not known.nearer
anti join met as before on step.case_id = before.case_id and step.person_id = before.person_id and before.nearer
anti join sealed_from on step.case_id = sealed_from.case_id and step.person_id = sealed_from.person_id
where known.hops is null or known.hops > $hops::integer
qualify row_number() over (partition by step.case_id, step.person_id order by step.strength desc, step.via) = 1
