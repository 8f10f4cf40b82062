-- Grain: one row per record, close relative or associate, key of the relative (null when it has none) and what the record is
-- to it: the mother of the girl of this name and birthday.
create or replace temp table kin as
with

stated as (
    select record_key_b as self_key, record_key_a as relative_key, relationship as self_is from declared_relationship
    union all
    select
        record_key_a as self_key,
        record_key_b as relative_key,
        case when relationship = 'child' then 'parent' else relationship end as self_is
    from declared_relationship
    where relationship in ('child', 'partner', 'ex-partner', 'associate', 'co-defendant', 'friend')
),

placed as (
    select
        stated.self_key,
        stated.relative_key,
        case
            when stated.self_is = 'mother' then 'mother'
            when stated.self_is = 'father' then 'father'
            when stated.self_is = 'parent' and self.sex = 'F' then 'mother'
            when stated.self_is = 'parent' and self.sex = 'M' then 'father'
            when stated.self_is in ('partner', 'ex-partner') then 'partner'
            when stated.self_is in ('associate', 'co-defendant', 'friend') then 'associate'
            when stated.self_is in ('parent', 'step-parent', 'grandparent', 'carer') then stated.self_is
        end as self_is
    from stated
    inner join person_record as self on self.record_key = stated.self_key
)

select distinct
    placed.self_key as record_key,
    placed.self_is,
    known_as.known_as as relative_known_as,
    relative.date_of_birth as relative_born,
    linkage_name.surname_tokens as relative_surnames
from placed
inner join person_record as relative on relative.record_key = placed.relative_key
left join known_as on known_as.record_key = placed.relative_key
left join linkage_name on linkage_name.record_key = placed.relative_key
where placed.self_is is not null
