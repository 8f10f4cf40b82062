-- Grain: one row per record that is said to be somebody's parent, grandparent, carer or partner. `kin` reads 'mother of the
-- girl of this name and birthday': two agencies that each name a child's mother speak of one woman, however thin her own
-- details. A step-parent or carer may be one of several, and is no such key.
create or replace temp table linkage_kin as
select
    record_key,
    list_sort(
        list(distinct self_is || ' of ' || relative_known_as) filter (
            self_is in ('mother', 'father', 'partner') and relative_known_as is not null
        )
    ) as kin,
    list_sort(
        list(distinct relative_known_as) filter (
            self_is in ('mother', 'father', 'parent', 'step-parent') and relative_known_as is not null
        )
    ) as parent_of,
    list_sort(
        list(distinct relative_known_as) filter (
            self_is = 'grandparent' and relative_known_as is not null
        )
    ) as grandparent_of,
    min(relative_born) filter (self_is <> 'partner') as eldest_child_born
from kin
group by record_key
