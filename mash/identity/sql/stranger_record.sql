-- Grain: one row per record kept so that few two are of one person: of records that share an NHS number, or a birthday
-- and how a name sounds, or a name and a district, a year or a day of birth, only the first stays. Records named only
-- inside others repeat somebody, mostly, and are left out.
create or replace temp table stranger_record as
select *
from linkage_record
where named_in is null and birth_year is not null
qualify
    row_number() over (partition by coalesce(dob, birth_year::varchar), surname_sounds[1] order by record_id) = 1
    and row_number() over (
        partition by coalesce(dob, birth_year || ' ' || coalesce(surname_sounds[1], '')), forename_sounds[1]
        order by record_id
    ) = 1
    and row_number() over (partition by coalesce(main_nhs, record_id::varchar) order by record_id) = 1
    and row_number() over (partition by coalesce(main_name || outcodes[1], record_id::varchar) order by record_id) = 1
    and row_number() over (partition by coalesce(main_name || birth_year, record_id::varchar) order by record_id) = 1
    and row_number() over (partition by coalesce(main_name || right(dob, 5), record_id::varchar) order by record_id) = 1
