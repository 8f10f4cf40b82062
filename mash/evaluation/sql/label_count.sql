-- Grain: one row: labelled pairs by what the run made of them.
with

label as (
    select unnest($a::varchar[]) as a, unnest($b::varchar[]) as b, unnest($verdicts::varchar[]) as verdict
),

found as (
    select
        label.verdict = 'same' as is_same,
        one.person_id is not null and other.person_id is not null as known,
        one.person_id = other.person_id as joined,
        possible_identity.person_a is not null as possible
    from label
    left join hub.membership as one on label.a = one.record_key
    left join hub.membership as other on label.b = other.record_key
    left join hub.possible_identity
        on
            least(one.person_id, other.person_id) = possible_identity.person_a
            and greatest(one.person_id, other.person_id) = possible_identity.person_b
)

select
    count(*) filter (known and is_same) as same,
    count(*) filter (known and not is_same) as different,
    count(*) filter (not known) as unknown,
    count(*) filter (known and is_same and joined) as same_joined,
    count(*) filter (known and is_same and (joined or possible)) as same_possible,
    count(*) filter (known and joined) as joined
from found
