-- Grain: one row per blocking rule, record and key. The rules, with the reason of each: blocking_rule.sql. Those whose keys
-- the family lends are in blocking_key_of_family.sql.
create or replace temp table blocking_key as
with

record as (
    select
        record_id, nhs, upn, phones, emails, email_names, postcodes, outcodes, dob, birth_year, first_names, surname_tokens,
        forename_roots,
        forename_sounds, surname_sounds,
        list_concat(coalesce(pnc, []), coalesce(cro, [])) as police_numbers,
        list_concat(coalesce(custody, []), coalesce(other, [])) as other_numbers,
        list_concat(core_names, swapped_names) as any_order_names,
        list_distinct(list_concat(coalesce(forename_sounds, []), coalesce(surname_sounds, []))) as name_sounds,
        if(outcodes is null, localities, null) as only_localities,
        lines,
        coalesce(sex, '') as sex,
        right(dob, 5) as born_day,
        least(dob, dob_swapped) || greatest(dob, dob_swapped) as born_either_way
    from linkage_record
),

sounding as (
    select r.record_id, f.sound as forename, s.sound as surname, r.birth_year, r.born_day
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
    select 12, record_id, dob || ' ' || sex || ' ' || left(unnest(first_names), 1) from record
    union all
    select 13, record_id, birth_year::varchar || ' ' || unnest(any_order_names) from record
    union all
    select 14, record_id, birth_year::varchar || ' ' || forename || ' ' || surname from sounding
    union all
    select 15, record_id, born_day || ' ' || forename || ' ' || surname from sounding
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
    union all
    select 26, record_id, dob || ' ' || unnest(only_localities) from record
    union all
    select 27, r.record_id, l.line || ' ' || p.locality
    from record as r, unnest(r.lines) as l (line), unnest(r.only_localities) as p (locality)
    union all
    select 28, r.record_id, f.root || ' ' || s.surname
    from record as r, unnest(r.forename_roots) as f (root), unnest(r.surname_tokens) as s (surname)
)

select distinct position, record_id, hash(position, key) as key_hash
from keyed
where key is not null and key <> ''
