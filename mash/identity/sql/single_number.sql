-- Grain: one row per record and official number of a kind of which one person has one; kinds and values as numbers from 0.
with

held as (
    select record_id, 0 as scheme, unnest(nhs) as value from linkage_record
    union all
    select record_id, 1 as scheme, unnest(upn) as value from linkage_record
    union all
    select record_id, 2 as scheme, unnest(pnc) as value from linkage_record
    union all
    select record_id, 3 as scheme, unnest(cro) as value from linkage_record
)

select record_id as record, scheme::bigint as scheme, dense_rank() over (order by value) - 1 as value
from held
