-- Grain: one row per record and key by which other agencies' records of the same person are told at once: its name and
-- birthday, its NHS number, its pupil number. A key that more records share than the cap is no one person's.
create or replace temp table known_as as
with

key as (
    select
        linkage_name.record_key,
        unnest(linkage_name.core_names) || ' ' || person_record.date_of_birth::varchar as known_as
    from linkage_name
    inner join person_record using (record_key)
    where person_record.dob_precision = 'day'
    union
    select record_key, scheme || ' ' || canonical from record_identifier
    where scheme in ('nhs', 'upn') and canonical is not null
)

select record_key, known_as
from key
qualify count(*) over (partition by known_as) <= $alias_cap
