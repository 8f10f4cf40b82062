-- Grain: one row per person and telephone number or e-mail address.
insert into contact_detail by name
with given as (
    select social_care_id, 'phone' as kind, unnest(phones) as raw from persons
    union
    select social_care_id, 'email' as kind, unnest(emails) as raw from persons
)

select
    $agency || ':' || social_care_id as record_key,
    kind,
    case kind when 'phone' then canonical_phone(raw) else canonical_email(raw) end as canonical,
    raw
from given
where trim(raw) <> ''
