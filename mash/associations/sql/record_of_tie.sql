-- Grain: one row per person asked for, tie of theirs and row it rests on, with the person's record that the row speaks
-- of; null where it speaks of the other person alone.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
),

own as (
    select
        tie.person_a as person_id,
        tie.tie_id,
        true as is_a
    from tie
    semi join asked on tie.person_a = asked.person_id
    union all
    select
        tie.person_b as person_id,
        tie.tie_id,
        false as is_a
    from tie
    semi join asked on tie.person_b = asked.person_id
)

select
    own.person_id,
    own.tie_id,
    tie_evidence.agency,
    tie_evidence.dataset,
    tie_evidence.extract,
    tie_evidence.source_row,
    if(own.is_a, tie_evidence.record_key_a, tie_evidence.record_key_b) as record_key
from own
inner join tie_evidence using (tie_id)
order by all
