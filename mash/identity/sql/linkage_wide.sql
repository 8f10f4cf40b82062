-- Grain: one row per record after the first look: the person it is supposed to be of, and the kin, associates and places of
-- its family as they are known from there, null where nothing is added. They tell of persons: between two records of one
-- supposed person they would only repeat the supposition, so there they do not count (`paired_records_sql`).
create or replace table linkage_wide as
select
    linkage_record.record_id,
    provisional_person.person as supposed,
    case
        when person_kin.kin is not null then list_sort(list_concat(coalesce(linkage_record.kin, []), person_kin.kin))
    end as kin,
    case
        when person_kin.associates is not null
            then list_sort(list_concat(coalesce(linkage_record.associates, []), person_kin.associates))
    end as associates,
    widened_family.kin_dwellings,
    widened_family.kin_postcodes,
    widened_family.kin_outcodes
from linkage_record
inner join provisional_person using (record_id)
left join widened_family using (record_id)
left join person_kin using (person)
