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

between_persons as (
    select
        a.person_id as person_a,
        b.person_id as person_b,
        stated.*
    from stated
    inner join membership as a on stated.record_key_a = a.record_key
    inner join membership as b on stated.record_key_b = b.record_key
    where a.person_id <> b.person_id
),

-- what the row means is the tie's word; a row that makes no tie keeps its own
meant as (
    select
        between_persons.*,
        coalesce(tie.kind, between_persons.relationship) as tie_kind,
        if(tie.person_a = between_persons.person_a, tie.a_is, tie.b_is) as tie_a_is,
        if(tie.person_a = between_persons.person_a, tie.b_is, tie.a_is) as tie_b_is
    from between_persons
    left join (
        select
            tie.*,
            tie_evidence.agency,
            tie_evidence.dataset,
            tie_evidence.extract,
            tie_evidence.source_row
        from tie_evidence
        semi join between_persons using (agency, dataset, extract, source_row)
        inner join tie using (tie_id)
        where tie.class = 'asserted' and tie.kind <> 'household'
    ) as tie using (agency, dataset, extract, source_row)
),

labelled as (
    select
        *,
        -- an agency that says parent does not contradict one that says which
        coalesce(regexp_replace(tie_a_is, '(mother|father) / parent', '\1'), 'named by') as a_is,
        coalesce(regexp_replace(tie_b_is, '(mother|father) / parent', '\1'), relationship) as b_is
    from meant
),

ends as (
    select
        *,
        unnest([
            {'person_id': person_a, 'role': a_is},
            {'person_id': person_b, 'role': b_is}
        ], recursive := true)
    from labelled
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
