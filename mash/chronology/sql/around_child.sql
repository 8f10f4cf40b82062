-- Grain: one row per tie of the child to another person and row it rests on, begun by the day asked for.
with own as (
    select
        tie_id,
        kind,
        strength,
        person_b as person_id,
        b_is as part
    from tie
    where person_a = $child
    union all
    select
        tie_id,
        kind,
        strength,
        person_a as person_id,
        a_is as part
    from tie
    where person_b = $child
)

select
    own.person_id,
    own.kind,
    own.part,
    own.strength >= association_run.follow_at_least as followed,
    tie_evidence.from_date,
    tie_evidence.to_date
from own
inner join tie_evidence using (tie_id)
cross join association_run
where coalesce(tie_evidence.from_date <= $as_of::date, true)
order by own.person_id, own.kind, own.part, tie_evidence.from_date nulls first, tie_evidence.to_date nulls last
