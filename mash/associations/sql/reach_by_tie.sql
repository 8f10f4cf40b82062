-- Grain: adds to reach one row per open case and person first met one tie beyond the last hop.
-- Best path: fewest hops, then greatest product of strengths, then smallest predecessor.
insert into reach by name
with
met as (
    select
        frontier.case_id,
        hop.to_person as person_id,
        frontier.person_id as via,
        hop.tie_id,
        frontier.strength * hop.strength as strength
    from reach as frontier
    inner join hop on frontier.person_id = hop.from_person
    where
        frontier.hops = $hops::integer - 1
        and frontier.identity = $identity
        -- the child itself is always followed; said of hop alone, so that a super-hub's ties are passed over unread
        and (not hop.busy or ($hops::integer = 1 and $identity = 'confirmed'))
)

select
    met.case_id,
    met.person_id,
    $hops::integer as hops,
    met.via,
    met.tie_id,
    met.strength,
    $identity as identity
from met
anti join reach on met.case_id = reach.case_id and met.person_id = reach.person_id
qualify row_number() over (partition by met.case_id, met.person_id order by met.strength desc, met.via) = 1
