-- Grain: one row per supposed person with a child, partner, grandchild or associate: what they are to whom, persons for
-- persons. Who has a child with somebody is that person's partner, and the parent of a parent a grandparent, whether or
-- not anybody wrote it down: so a school's father and a clinic's partner of the mother meet.
create or replace temp table person_kin as
with

sexed as (
    select provisional_person.person, min(linkage_record.sex) as sex
    from linkage_record
    inner join provisional_person using (record_id)
    group by provisional_person.person
    having count(distinct linkage_record.sex) = 1
),

stated as (
    select record_key_b as self_key, record_key_a as relative_key, relationship as self_is from declared_relationship
    union all
    select record_key_a, record_key_b, case when relationship = 'child' then 'parent' else relationship end
    from declared_relationship
    where relationship in ('child', 'partner', 'ex-partner', 'associate', 'co-defendant', 'friend')
),

placed as (
    select distinct
        one.person,
        other.person as relative,
        case
            when stated.self_is in ('mother', 'father', 'parent') then 'parent'
            when stated.self_is in ('partner', 'ex-partner') then 'partner'
            when stated.self_is = 'grandparent' then 'grandparent'
            when stated.self_is in ('associate', 'co-defendant', 'friend') then 'associate'
        end as self_is,
        case stated.self_is when 'mother' then 'F' when 'father' then 'M' end as sex
    from stated
    inner join linkage_record as self on self.record_key = stated.self_key
    inner join linkage_record as relative on relative.record_key = stated.relative_key
    inner join provisional_person as one on one.record_id = self.record_id
    inner join provisional_person as other on other.record_id = relative.record_id
    where one.person <> other.person
),

parent as (
    select person, relative, coalesce(min(placed.sex), min(sexed.sex)) as sex
    from placed
    left join sexed using (person)
    where self_is = 'parent'
    group by person, relative
),

small_family as ( -- an institution that is 'parent' of dozens is nobody's partner
    select relative from parent group by relative having count(*) <= $parents
),

kin as (
    select person, case sex when 'F' then 'mother' when 'M' then 'father' end as self_is, relative from parent
    union
    select person, self_is, relative from placed where self_is in ('partner', 'grandparent', 'associate')
    union
    select one.person, 'partner', other.person
    from parent as one
    inner join parent as other on one.relative = other.relative and one.person <> other.person
    semi join small_family on one.relative = small_family.relative
    union
    select one.person, 'grandparent', other.relative
    from parent as one
    inner join parent as other on one.relative = other.person
    where one.person <> other.relative
)

select
    person,
    list(self_is || ' of person ' || relative) filter (self_is <> 'associate') as kin,
    list(self_is || ' of person ' || relative) filter (self_is = 'associate') as associates
from kin
where self_is is not null
group by person
