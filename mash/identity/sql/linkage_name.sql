-- Grain: one row per record that has a name: everything the name comparison reads.
create or replace temp table linkage_name as
with

spellings as (
    select
        record_key,
        list(distinct forenames || '|' || surname) filter (len(forename_list) > 1 and surname is not null) as long_names,
        list(distinct first_name) filter (first_name is not null) as first_names,
        list(distinct surname) filter (surname is not null) as surnames,
        arg_min(first_name || '|' || surname, (kind <> 'current')::integer::varchar || forenames || '|' || surname)
            filter (first_name is not null and surname is not null) as main_name
    from name_part
    group by record_key
),

forename_token as (
    select distinct record_key, unnest(forename_list) as token from name_part where forenames is not null
),

surname_token as (
    select record_key, unnest(surname_list) as token from name_part where surname is not null
    union
    select record_key, surname as token from name_part where surname is not null
),

forename_forms as (
    select
        forename_token.record_key,
        list(distinct forename_token.token) as forename_tokens,
        list(distinct coalesce(nickname.root, forename_token.token)) filter (length(forename_token.token) > 1)
            as forename_roots,
        list(distinct left(forename_token.token, 1)) filter (length(forename_token.token) = 1) as initials,
        list(distinct frozen_frequency.token) filter (frozen_frequency.token is not null) as established_names
    from forename_token
    left join nickname on nickname.name = forename_token.token
    left join frozen_frequency on frozen_frequency.kind = 'forename' and frozen_frequency.token = forename_token.token
    group by forename_token.record_key
),

first_root as (
    select name_part.record_key, list(distinct coalesce(nickname.root, name_part.first_name)) as first_roots
    from name_part
    left join nickname on nickname.name = name_part.first_name
    where length(name_part.first_name) > 1
    group by name_part.record_key
),

forename_heard as (
    select forename_token.record_key, list(distinct sounds.sound) as forename_sounds
    from forename_token
    inner join name_token using (token)
    cross join unnest(name_token.phonetic_keys) as sounds (sound)
    where length(forename_token.token) > 1
    group by forename_token.record_key
),

surname_forms as (
    select record_key, list(distinct token) as surname_tokens from surname_token group by record_key
),

surname_heard as (
    select surname_token.record_key, list(distinct sounds.sound) as surname_sounds
    from surname_token
    inner join name_token using (token)
    cross join unnest(name_token.phonetic_keys) as sounds (sound)
    where length(surname_token.token) > 1
    group by surname_token.record_key
),

rarity as (
    select
        record_key,
        list(distinct core) as core_names,
        list(distinct swapped) as swapped_names,
        list(distinct core) filter (frequency < $rare) as rare_core_names,
        list(distinct core) filter (frequency < $uncommon) as uncommon_core_names
    from core_name
    group by record_key
)

select
    spellings.record_key,
    spellings.main_name,
    string_split(spellings.main_name, '|')[2] || '|' || string_split(spellings.main_name, '|')[1] as main_swapped,
    list_sort(spellings.long_names) as long_names,
    list_sort(rarity.core_names) as core_names,
    list_sort(rarity.uncommon_core_names) as uncommon_core_names,
    list_sort(rarity.rare_core_names) as rare_core_names,
    list_sort(rarity.swapped_names) as swapped_names,
    list_sort(spellings.first_names) as first_names,
    list_sort(spellings.surnames) as surnames,
    list_sort(forename_forms.forename_tokens) as forename_tokens,
    list_sort(surname_forms.surname_tokens) as surname_tokens,
    list_sort(forename_forms.forename_roots) as forename_roots,
    list_sort(first_root.first_roots) as first_roots,
    list_sort(forename_forms.initials) as initials,
    list_sort(forename_forms.established_names) as established_names,
    list_sort(forename_heard.forename_sounds) as forename_sounds,
    list_sort(surname_heard.surname_sounds) as surname_sounds
from spellings
left join rarity using (record_key)
left join forename_forms using (record_key)
left join first_root using (record_key)
left join forename_heard using (record_key)
left join surname_forms using (record_key)
left join surname_heard using (record_key)
