-- Grain: one row per end of a dated relationship that a record asked for stands in. A code that forbids sharing is obeyed
-- (3x5x2: P lawful, C with conditions, which travel along); a day on which it was only delivered is no date of it.
with
asked as (
    select unnest($record_keys::json::varchar[]) as record_key
),

stated as (
    select declared.*
    from declared_relationship as declared
    where (
        declared.record_key_a in (select asked.record_key from asked)
        or declared.record_key_b in (select asked.record_key from asked)
    )
    and coalesce(declared.from_date, declared.to_date) <= $as_of::date
    and coalesce(declared.handling_code, 'P') in ('P', 'C')
),

end_of as (
    select
        membership.record_key,
        membership.person_id
    from membership
    where membership.record_key in (
        select stated.record_key_a from stated
        union
        select stated.record_key_b from stated
    )
),

meant as (
    select
        a.person_id as person_a,
        b.person_id as person_b,
        coalesce(meaning.kind, stated.relationship) as tie_kind,
        coalesce(meaning.a_is, 'named by') as a_is,
        coalesce(meaning.b_is, stated.relationship) as b_is,
        stated.*
    from stated
    inner join end_of as a on stated.record_key_a = a.record_key
    inner join end_of as b on stated.record_key_b = b.record_key
    left join relationship_meaning as meaning using (relationship)
    where a.person_id <> b.person_id
),

ends as (
    select
        *,
        unnest([
            {'person_id': person_a, 'role': a_is},
            {'person_id': person_b, 'role': b_is}
        ], recursive := true)
    from meant
)

select
    'relationship' as kind,
    person_id,
    from_date,
    to_date,
    concat_ws('|', tie_kind, least(person_a, person_b), greatest(person_a, person_b)) as matter,
    agency as recorder,
    role,
    concat_ws(
        ', ', if(a_is = b_is, a_is || 's', b_is || ' and ' || a_is),
        -- nobody becomes kin on a day: what date the row gives is that of the record
        if(tie_kind in ('parent', 'sibling', 'relative'), 'so recorded from that day', null),
        case when lives_together then 'living together' when lives_together = false then 'not living together' end,
        'graded ' || source_grade || coalesce(intelligence_grade, '')
    ) as says,
    handling_code as handling,
    agency,
    dataset,
    extract,
    source_row
from ends
