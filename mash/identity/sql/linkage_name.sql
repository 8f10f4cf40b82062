-- Grain: one row per record that has a name: everything the name comparison reads, of all the names it has gone by. Sorted
-- arrays; null where there is nothing. Nearly all have gone by one name, of which nothing needs to be gathered.
create or replace temp table linkage_name as
with

gone_by as (
    select record_key, count(*) as names from name_part group by record_key
),

gathered as (
    select
        name_part.record_key,
        arg_min(
            name_shape.main_name,
            (name_part.kind <> 'current')::integer::varchar || name_part.forenames || '|' || name_part.surname
        ) filter (name_shape.core is not null) as main_name,
        list(distinct name_shape.long_name) filter (name_shape.long_name is not null) as long_names,
        list(distinct name_shape.core) filter (name_shape.core is not null) as core_names,
        list(distinct name_shape.swapped) filter (name_shape.swapped is not null) as swapped_names,
        list(distinct name_shape.core) filter (
            name_shape.core is not null and name_shape.frequency < $uncommon
        ) as uncommon_core_names,
        list(distinct name_shape.core) filter (
            name_shape.core is not null and name_shape.frequency < $rare
        ) as rare_core_names,
        list(distinct name_part.first_name) filter (name_part.first_name is not null) as first_names,
        list(distinct name_part.surname) filter (name_part.surname is not null) as surnames,
        list(distinct name_shape.first_root) filter (name_shape.first_root is not null) as first_roots,
        case when count(distinct name_shape.name_sex) = 1 then min(name_shape.name_sex) end as name_sex,
        flatten(list(name_shape.forename_tokens) filter (name_shape.forename_tokens is not null)) as forename_tokens,
        flatten(list(name_shape.surname_tokens) filter (name_shape.surname_tokens is not null)) as surname_tokens,
        flatten(list(name_shape.forename_roots) filter (name_shape.forename_roots is not null)) as forename_roots,
        flatten(list(name_shape.initials) filter (name_shape.initials is not null)) as initials,
        flatten(list(name_shape.established_names) filter (name_shape.established_names is not null))
            as established_names,
        flatten(list(name_shape.forename_sounds) filter (name_shape.forename_sounds is not null)) as forename_sounds,
        flatten(list(name_shape.surname_sounds) filter (name_shape.surname_sounds is not null)) as surname_sounds
    from name_part
    inner join gone_by on gone_by.record_key = name_part.record_key and gone_by.names > 1
    inner join name_shape
        on name_shape.forenames is not distinct from name_part.forenames
        and name_shape.surname is not distinct from name_part.surname
    group by name_part.record_key
),

-- what a name is known by, as lists: of one name a list of one, or none
alone as (
    select
        name_part.record_key,
        name_shape.main_name,
        case when name_shape.long_name is not null then [name_shape.long_name] end as long_names,
        case when name_shape.core is not null then [name_shape.core] end as core_names,
        case when name_shape.core is not null and name_shape.frequency < $uncommon then [name_shape.core] end
            as uncommon_core_names,
        case when name_shape.core is not null and name_shape.frequency < $rare then [name_shape.core] end
            as rare_core_names,
        case when name_shape.swapped is not null then [name_shape.swapped] end as swapped_names,
        case when name_part.first_name is not null then [name_part.first_name] end as first_names,
        case when name_part.surname is not null then [name_part.surname] end as surnames,
        name_shape.forename_tokens,
        name_shape.surname_tokens,
        name_shape.forename_roots,
        case when name_shape.first_root is not null then [name_shape.first_root] end as first_roots,
        name_shape.name_sex,
        name_shape.initials,
        name_shape.established_names,
        name_shape.forename_sounds,
        name_shape.surname_sounds
    from name_part
    inner join gone_by on gone_by.record_key = name_part.record_key and gone_by.names = 1
    inner join name_shape
        on name_shape.forenames is not distinct from name_part.forenames
        and name_shape.surname is not distinct from name_part.surname
)

select
    record_key,
    main_name,
    string_split(main_name, '|')[2] || '|' || string_split(main_name, '|')[1] as main_swapped,
    list_sort(long_names) as long_names,
    list_sort(core_names) as core_names,
    list_sort(uncommon_core_names) as uncommon_core_names,
    list_sort(rare_core_names) as rare_core_names,
    list_sort(swapped_names) as swapped_names,
    list_sort(first_names) as first_names,
    list_sort(list_distinct(list_transform(first_names, lambda name : left(name, 1)))) as first_initials,
    list_sort(surnames) as surnames,
    nullif(list_sort(list_distinct(forename_tokens)), []) as forename_tokens,
    nullif(list_sort(list_distinct(surname_tokens)), []) as surname_tokens,
    nullif(list_sort(list_distinct(forename_roots)), []) as forename_roots,
    list_sort(first_roots) as first_roots,
    name_sex,
    nullif(list_sort(list_distinct(initials)), []) as initials,
    nullif(list_sort(list_distinct(established_names)), []) as established_names,
    nullif(list_sort(list_distinct(forename_sounds)), []) as forename_sounds,
    nullif(list_sort(list_distinct(surname_sounds)), []) as surname_sounds
from gathered
union all by name
select
    *,
    string_split(main_name, '|')[2] || '|' || string_split(main_name, '|')[1] as main_swapped,
    list_transform(first_names, lambda name : left(name, 1)) as first_initials
from alone
