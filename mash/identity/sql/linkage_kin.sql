-- Grain: one row per record that is said to be somebody's parent, grandparent, carer or partner. `kin` reads 'mother of the
-- girl of this name and birthday': two agencies that each name a child's mother speak of one woman, however thin her own
-- details. A step-parent or carer may be one of several, and is no such key. `kin_surnames` are those of a child or partner.
create or replace temp table linkage_kin as
select
    record_key,
    list_sort(
        list(distinct self_is || ' of ' || relative_known_as) filter (
            self_is in ('mother', 'father', 'partner') and relative_known_as is not null
        )
    ) as kin,
    list_sort(
        list(distinct self_is || ' of ' || relative_known_as) filter (
            self_is = 'associate' and relative_known_as is not null
        )
    ) as associates,
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
    min(
        case when self_is = 'grandparent' then relative_born - to_years($youngest_parent) else relative_born end
    ) filter (self_is not in ('partner', 'associate')) as eldest_child_born, -- a grandchild's parent was born so much earlier at least
    extract(year from min(relative_born) filter (self_is = 'partner')) as partner_birth_year,
    list_sort(
        list(distinct relative_surname) filter (
            self_is in ('mother', 'father', 'parent', 'partner') and relative_surname is not null
        )
    ) as kin_surnames
from (select *, unnest(coalesce(relative_surnames, [null])) as relative_surname from kin)
group by record_key
