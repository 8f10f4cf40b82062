-- Grain: one row per possible identity that has any of the persons at an end, with the two rows it compares.
with
asked as (
    select unnest($persons::json::varchar[]) as person_id
),

possible as (
    select possible_identity.*
    from possible_identity
    where
        person_a in (select person_id from asked)
        or person_b in (select person_id from asked)
)

select
    possible.person_a,
    possible.person_b,
    possible.probability,
    possible.match_weight,
    possible.reason,
    a.agency as agency_a,
    a.dataset as dataset_a,
    a.extract as extract_a,
    a.source_row as source_row_a,
    b.agency as agency_b,
    b.dataset as dataset_b,
    b.extract as extract_b,
    b.source_row as source_row_b
from possible
left join person_record as a on possible.record_key_a = a.record_key
left join person_record as b on possible.record_key_b = b.record_key
order by possible.person_a, possible.person_b
