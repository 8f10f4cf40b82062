-- Grain: one row per record, as before, the places of its family as the first look has them.
create or replace table linkage_record as
select
    linkage_record.* replace (
        coalesce(widened_family.kin_dwellings, linkage_record.kin_dwellings) as kin_dwellings,
        coalesce(widened_family.kin_postcodes, linkage_record.kin_postcodes) as kin_postcodes,
        coalesce(widened_family.kin_outcodes, linkage_record.kin_outcodes) as kin_outcodes
    )
from linkage_record
left join widened_family using (record_id)
order by linkage_record.record_id
