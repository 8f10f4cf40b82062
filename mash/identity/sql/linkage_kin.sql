-- Grain: one row per record that is said to be somebody's parent or partner.
create or replace temp table linkage_kin as
select
    record_key,
    list_sort(list(distinct kin_key) filter (kin_key not like 'elder of %')) as kin,
    min(child_born) as eldest_child_born
from kin
group by record_key
