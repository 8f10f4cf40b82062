-- Grain: one row per blocking rule, record and key. The rules, with the reason of each: blocking_rule.sql.
create or replace temp table blocking_key as
with

record as (
    select
        record_id, nhs, upn, phones, emails, email_names, postcodes, outcodes, kin, dob, birth_year, first_names, surname_tokens,
        forename_sounds, surname_sounds, forename_roots,
        list_concat(coalesce(pnc, []), coalesce(cro, [])) as police_numbers,
        list_concat(coalesce(custody, []), coalesce(other, [])) as other_numbers,
        list_concat(core_names, swapped_names) as any_order_names,
        list_distinct(list_concat(coalesce(forename_sounds, []), coalesce(surname_sounds, []))) as name_sounds,
        list_distinct(list_concat(coalesce(postcodes, []), coalesce(kin_postcodes, []))) as family_postcodes,
        list_distinct(list_concat(coalesce(outcodes, []), coalesce(kin_outcodes, []))) as family_outcodes,
        coalesce(sex, '') as sex,
        right(dob, 5) as born_day,
        least(dob, dob_swapped) || greatest(dob, dob_swapped) as born_either_way
    from linkage_record
),

sounding as (
    select r.record_id, f.sound as forename, s.sound as surname, r.birth_year, r.born_day, r.family_outcodes
    from record as r, unnest(r.forename_sounds) as f (sound), unnest(r.surname_sounds) as s (sound)
),

keyed (position, record_id, key) as (
    select 1, record_id, unnest(nhs) from record
    union all
    select 2, record_id, unnest(upn) from record
    union all
    select 3, record_id, unnest(police_numbers) from record
    union all
    select 4, record_id, unnest(other_numbers) from record
    union all
    select 5, record_id, unnest(phones) from record
    union all
    select 6, record_id, unnest(emails) from record
    union all
    select 7, record_id, unnest(email_names) from record
    union all
    select 8, record_id, dob || ' ' || sex || ' ' || unnest(postcodes) from record
    union all
    select 9, record_id, dob || ' ' || sex || ' ' || unnest(outcodes) from record
    union all
    select 10, record_id, dob || ' ' || unnest(name_sounds) from record
    union all
    select 11, record_id, born_either_way || ' ' || unnest(name_sounds) from record
    union all
    select 12, record_id, dob || ' ' || left(unnest(first_names), 1) from record
    union all
    select 13, record_id, birth_year::varchar || ' ' || unnest(any_order_names) from record
    union all
    select 14, record_id, birth_year::varchar || ' ' || forename || ' ' || surname from sounding
    union all
    select 15, record_id, born_day || ' ' || forename || ' ' || surname from sounding
    union all
    select 16, record_id, forename || ' ' || surname || ' ' || unnest(family_outcodes) from sounding
    union all
    select 17, r.record_id, f.root || ' ' || p.postcode
    from record as r, unnest(r.forename_roots) as f (root), unnest(r.family_postcodes) as p (postcode)
    union all
    select 18, r.record_id, left(f.first_name, 1) || ' ' || s.surname || ' ' || p.postcode
    from
        record as r,
        unnest(r.first_names) as f (first_name),
        unnest(r.surname_tokens) as s (surname),
        unnest(r.family_postcodes) as p (postcode)
    union all
    select 19, record_id, unnest(kin) from record
    union all
    select 20, record_id, unnest(any_order_names) from record
    union all
    select 21, record_id, least(forename, surname) || ' ' || greatest(forename, surname) from sounding
    union all
    select 22, e.record_id, string_split(e.email, '@')[2]
    from (select record_id, unnest(emails) as email from record) as e
    union all
    select 23, record_id, dob from record
    union all
    select 24, record_id, left(dob, 7) from record
    union all
    select 25, record_id, unnest(name_sounds) from record
)

select distinct position, record_id, hash(position, key) as key_hash
from keyed
where key is not null and key <> ''
