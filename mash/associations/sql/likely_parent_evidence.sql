-- Grain: one row per child and adult who likely is a parent to it though nobody says so, and row of an extract that is a
-- sign of it. The adult is the partner, stated or likely, of a parent of the child, and either has lived with the child,
-- or lived with that parent when the child was conceived and no other parent is known. Fathers are seldom structured
-- (sources.md D17). Nobody states the two to be kin, and the adult is old enough to be a parent.
-- Strength is a judgement below what was measured: 423 of 481 such pairs of three made-up towns were parent, or
-- step-parent, and child (docs/decisions, 17).
create or replace table likely_parent_evidence as
with
couple as (
    select
        * exclude (person_1, person_2, record_key_1, record_key_2),
        person_1 as adult,
        person_2 as parent,
        record_key_1 as adult_key
    from relationship_evidence
    where kind in ('partner', 'ex-partner')
    union all by name
    select
        * exclude (person_1, person_2, record_key_1, record_key_2),
        person_2 as adult,
        person_1 as parent,
        record_key_2 as adult_key
    from relationship_evidence
    where kind in ('partner', 'ex-partner')
    union all by name
    select
        * exclude (person_1, person_2, record_key_1, record_key_2),
        person_1 as adult,
        person_2 as parent,
        record_key_1 as adult_key
    from likely_partner_evidence
    union all by name
    select
        * exclude (person_1, person_2, record_key_1, record_key_2),
        person_2 as adult,
        person_1 as parent,
        record_key_2 as adult_key
    from likely_partner_evidence
),

kin as (
    select
        person_1,
        person_2
    from relationship_evidence
    where kind in ('parent', 'sibling', 'relative', 'carer')
    union
    select
        person_2 as person_1,
        person_1 as person_2
    from relationship_evidence
    where kind in ('parent', 'sibling', 'relative', 'carer')
    union
    select
        person_1,
        person_2
    from kin_evidence
    union
    select
        person_2 as person_1,
        person_1 as person_2
    from kin_evidence
),

parentage as (
    select
        * exclude (person_1, person_2, record_key_1, record_key_2),
        if(is_2 in ('mother', 'father', 'parent'), person_2, person_1) as parent,
        if(is_2 in ('mother', 'father', 'parent'), person_1, person_2) as child,
        if(is_2 in ('mother', 'father', 'parent'), record_key_1, record_key_2) as child_key
    from relationship_evidence
    where kind = 'parent' and 'step-child' not in (is_1, is_2)
),

parents as (
    select
        child,
        parent,
        count(*) over (partition by child) as known
    from parentage
    group by child, parent
),

able as (
    select distinct
        parents.child,
        parents.parent,
        couple.adult,
        parents.known,
        minor.date_of_birth as born
    from parents
    inner join couple using (parent)
    inner join person as minor on parents.child = minor.person_id
    inner join person as elder on couple.adult = elder.person_id
    anti join kin on parents.child = kin.person_1 and couple.adult = kin.person_2
    where
        minor.is_adult = false
        and elder.date_of_birth < minor.date_of_birth - interval 16 years
),

home as (
    select
        able.child,
        able.parent,
        able.adult,
        stayed.agency,
        stayed.dataset,
        stayed.extract,
        stayed.source_row,
        stayed.says,
        stayed.from_date,
        stayed.to_date,
        if(able.child < able.adult, stayed.record_key_1, stayed.record_key_2) as child_key,
        if(able.child < able.adult, stayed.record_key_2, stayed.record_key_1) as adult_key
    from able
    inner join household_evidence as stayed
        on
            least(able.child, able.adult) = stayed.person_1
            and greatest(able.child, able.adult) = stayed.person_2
    union all by name
    select
        able.child,
        able.parent,
        able.adult,
        stayed.agency,
        stayed.dataset,
        stayed.extract,
        stayed.source_row,
        stayed.says,
        stayed.from_date,
        stayed.to_date,
        null::varchar as child_key,
        if(able.parent < able.adult, stayed.record_key_2, stayed.record_key_1) as adult_key
    from able
    inner join household_evidence as stayed
        on
            least(able.parent, able.adult) = stayed.person_1
            and greatest(able.parent, able.adult) = stayed.person_2
    where
        able.known = 1
        -- 40 weeks before the birth, and three months of doubt
        and stayed.from_date <= able.born - 180
        and coalesce(stayed.to_date >= able.born - 280, true)
),

likely as (
    select distinct
        child,
        parent,
        adult
    from home
),

signs as (
    select
        child as person_1,
        adult as person_2,
        child_key as record_key_1,
        adult_key as record_key_2,
        agency,
        dataset,
        extract,
        source_row,
        says,
        from_date,
        to_date,
        null::varchar as grade,
        null::varchar as handling_code
    from home
    union all by name
    select
        likely.child as person_1,
        likely.adult as person_2,
        null::varchar as record_key_1,
        couple.adult_key as record_key_2,
        couple.agency,
        couple.dataset,
        couple.extract,
        couple.source_row,
        'of a parent of the child: ' || couple.says as says,
        couple.from_date,
        couple.to_date,
        couple.known_on,
        couple.grade,
        couple.handling_code
    from likely
    inner join couple using (parent, adult)
    union all by name
    select
        likely.child as person_1,
        likely.adult as person_2,
        parentage.child_key as record_key_1,
        null::varchar as record_key_2,
        parentage.agency,
        parentage.dataset,
        parentage.extract,
        parentage.source_row,
        'of the child: ' || parentage.says as says,
        parentage.from_date,
        parentage.to_date,
        parentage.known_on,
        parentage.grade,
        parentage.handling_code
    from likely
    inner join parentage using (child, parent)
)

select distinct
    signs.*,
    'parent' as kind,
    'inferred' as class,
    'child' as is_1,
    'likely parent' as is_2,
    0.7::double as strength
from signs
