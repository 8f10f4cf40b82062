-- Grain: one row per person and telephone number or e-mail address.
insert into contact_detail by name
with given as (
    select person_ref, 'phone' as kind, unnest(phones) as raw from people
    union
    select person_ref, 'email' as kind, unnest(emails) as raw from people
)

select
    $agency || ':' || person_ref as record_key,
    kind,
    case kind when 'phone' then canonical_phone(raw) else canonical_email(raw) end as canonical,
    raw
from given
where trim(raw) <> ''
