-- Grain: one row per record with an identifier, telephone or e-mail: each kind's canonical values. A telephone or e-mail
-- held by more records than the cap belongs to a switchboard, not to a person.
create or replace temp table linkage_key as
with

identifier as (
    select distinct
        record_key,
        case
            when scheme in ('nhs', 'upn', 'pnc', 'cro') then scheme
            when scheme in ('crn', 'noms') then 'custody'
            else 'other'
        end as kind,
        case when scheme in ('nhs', 'upn', 'pnc', 'cro') then canonical else scheme || ':' || canonical end as value
    from record_identifier
    where canonical is not null
),

detail as (
    select record_key, kind, canonical as value
    from (
        select distinct record_key, kind, canonical
        from contact_detail
        where canonical is not null and kind in ('phone', 'email')
    )
    qualify count(*) over (partition by kind, canonical) <= $contact_cap
),

held as (
    select record_key, kind, value from identifier
    union all
    select record_key, kind, value from detail
    union all
    select distinct record_key, 'email name' as kind, string_split(value, '@')[1] as value
    from detail
    where kind = 'email' and position('@' in value) > 5
)

select
    record_key,
    list_sort(list(value) filter (kind = 'nhs')) as nhs,
    list_sort(list(value) filter (kind = 'upn')) as upn,
    list_sort(list(value) filter (kind = 'pnc')) as pnc,
    list_sort(list(value) filter (kind = 'cro')) as cro,
    list_sort(list(value) filter (kind = 'custody')) as custody,
    list_sort(list(value) filter (kind = 'other')) as other,
    list_sort(list(value) filter (kind = 'phone')) as phones,
    list_sort(list(value) filter (kind = 'email')) as emails,
    list_sort(list(value) filter (kind = 'email name')) as email_names
from held
group by record_key
