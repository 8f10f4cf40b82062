-- Grain: one row per record of the snapshot that shares something with what was asked, those that share most of it.
create or replace table candidate as
with

asked as (
    select
        *,
        list_distinct(list_concat(coalesce(forename_sounds, []), coalesce(surname_sounds, []))) as sounds
    from linkage_record
    where record_id = $asked
),

shared as (
    select
        r.record_id,
        2 * len(
            list_intersect(
                asked.sounds,
                list_concat(coalesce(r.forename_sounds, []), coalesce(r.surname_sounds, []))
            )
        )
        + 2 * coalesce(r.dob in (asked.dob, asked.dob_swapped), false)::integer
        + coalesce(abs(r.birth_year - asked.birth_year) <= 1, false)::integer
        + coalesce(list_has_any(r.postcodes, asked.postcodes), false)::integer as points
    from asked
    inner join snapshot.linkage_record as r
        on list_has_any(asked.sounds, list_concat(coalesce(r.forename_sounds, []), coalesce(r.surname_sounds, [])))
        or r.dob in (asked.dob, asked.dob_swapped)
)

select
    $asked::bigint as a,
    record_id as b,
    points
from shared
order by points desc, record_id
limit $most
