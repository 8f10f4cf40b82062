-- Grain: one row per record at a dwelling where records of one birthday bear two forenames: twins may live there.
create or replace temp table twin_home as
with

born_there as (
    select linkage_place.record_key, dwelling.dwelling, person_record.date_of_birth, linkage_name.first_roots[1] as forename
    from linkage_place
    inner join person_record using (record_key)
    left join linkage_name using (record_key),
        unnest(linkage_place.dwellings) as dwelling (dwelling)
    where person_record.dob_precision = 'day'
),

shared as (
    select dwelling, date_of_birth
    from born_there
    group by dwelling, date_of_birth
    having count(distinct forename) > 1
)

select distinct born_there.record_key
from born_there
semi join shared using (dwelling, date_of_birth)
