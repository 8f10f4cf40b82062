-- Grain: one row per two siblings who follow from what is stated of their parents, and statement it follows from.
-- Children of one parent are siblings, said or not; as sure as both statements together. A parent's parent stays two
-- steps away: the way through the parent says as much, and every flagged adult behind would come a step nearer. A
-- step-parent makes no such kin; a pair stated both ways round (each the other's parent) makes none; whoever is said to
-- be the parent of more children than a household may hold is an error or an office, and joins nobody.
create or replace table kin_evidence as
with
stated as (
    select
        if(is_2 in ('mother', 'father', 'parent'), person_2, person_1) as parent,
        if(is_2 in ('mother', 'father', 'parent'), person_1, person_2) as child,
        if(is_2 in ('mother', 'father', 'parent'), record_key_2, record_key_1) as parent_key,
        if(is_2 in ('mother', 'father', 'parent'), record_key_1, record_key_2) as child_key,
        strength,
        agency,
        dataset,
        extract,
        source_row,
        from_date,
        coalesce(from_date, known_on) as since,
        grade,
        handling_code
    from relationship_evidence
    where kind = 'parent' and 'step-child' not in (is_1, is_2)
),

family as (
    select parent
    from stated
    group by parent
    having count(distinct child) <= $household_cap::integer
),

parentage as (
    select stated.*
    from stated
    semi join family using (parent)
    anti join stated as turned on stated.parent = turned.child and stated.child = turned.parent
),

siblings as (
    select
        a.child as person_1,
        b.child as person_2,
        a as one,
        b as other
    from parentage as a
    inner join parentage as b on a.parent = b.parent and a.child < b.child
),

sides as (
    select
        siblings.*,
        one as own,
        one.child_key as record_key_1,
        null::varchar as record_key_2
    from siblings
    union all
    select
        siblings.*,
        other as own,
        null::varchar as record_key_1,
        other.child_key as record_key_2
    from siblings
)

select
    person_1,
    person_2,
    record_key_1,
    record_key_2,
    'sibling' as kind,
    'derived' as class,
    'sibling' as is_1,
    'sibling' as is_2,
    max(one.strength * other.strength) as strength,
    own.agency as agency,
    own.dataset as dataset,
    own.extract as extract,
    own.source_row as source_row,
    'child of the same parent' as says,
    min(own.from_date) as from_date,
    null::date as to_date,
    min(greatest(one.since, other.since)) as known_on, -- since both parents' rows have been known
    min(least(one.grade, other.grade)) as grade,
    min(least(one.handling_code, other.handling_code)) as handling_code
from sides
group by
    person_1, person_2, record_key_1, record_key_2, own.agency, own.dataset, own.extract, own.source_row
