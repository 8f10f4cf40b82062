-- Grain: one row per record with a PNC or CRO number that several records bear: every first name under it, in its formal
-- form too. Fingerprints stand behind these numbers, so the names are one person's, however unlike.
create or replace temp table police_forename as
with

numbered as (
    select record_key, unnest(list_concat(coalesce(pnc, []), coalesce(cro, []))) as number from linkage_key
),

borne as (
    select numbered.number, unnest(list_concat(linkage_name.first_names, coalesce(linkage_name.first_roots, []))) as forename
    from numbered
    inner join linkage_name using (record_key)
)

select numbered.record_key, list_sort(list(distinct borne.forename)) as police_forenames
from numbered
inner join borne using (number)
group by numbered.record_key
having count(distinct borne.forename) > 1
