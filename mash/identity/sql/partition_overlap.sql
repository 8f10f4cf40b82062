-- Grain: one row per person of one partition and person of another that share records, where either is more than the two
-- share: so every merge and every split, and nobody whose records stayed together.
with

overlap as (
    select
        before.person_id as person_before,
        after.person_id as person_after,
        list(record_key order by record_key) as records
    from membership_before as before
    inner join membership as after using (record_key)
    group by all
)

select person_before, person_after, records
from overlap
qualify
    count(*) over (partition by person_before) > 1
    or count(*) over (partition by person_after) > 1
order by person_before, person_after
