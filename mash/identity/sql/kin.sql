-- Grain: one row per record, close relative and role: 'mother of the girl of this name and birthday'. Two agencies that
-- each name a child's mother speak of one woman even where her own details are thin.
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
    where relationship in ('child', 'partner', 'ex-partner')
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
            when stated.self_is in ('parent', 'step-parent', 'grandparent', 'carer') then 'elder'
        end as self_is
    from stated
    inner join person_record as self on self.record_key = stated.self_key
)

select distinct
    placed.self_key as record_key,
    placed.self_is || ' of ' || core_name.core || ' ' || relative.date_of_birth::varchar as kin_key,
    case when placed.self_is in ('mother', 'father', 'elder') then relative.date_of_birth end as child_born
from placed
inner join person_record as relative on relative.record_key = placed.relative_key
inner join core_name on core_name.record_key = placed.relative_key
where placed.self_is is not null and relative.date_of_birth is not null and relative.dob_precision = 'day'
