-- Grain: one row per distinct name (forenames and surname) anybody has gone by: everything the name comparison reads of it, in
-- sorted arrays; null where there is nothing.
-- A hub has three records to a name, so names are taken apart once and not with every record.
create or replace temp table name_shape as
with

name as (
    select distinct forenames, surname, forename_list, surname_list, first_name from name_part
),

numbered as (
    select
        *,
        row_number() over () as name_id,
        first_name || '|' || surname as core,
        list_distinct(list_concat(surname_list, [surname])) as surname_tokens
    from name
),

forename_token as (
    select name_id, unnest(list_distinct(forename_list)) as token from numbered
),

forename_form as (
    select
        forename_token.name_id,
        list(distinct coalesce(nickname.root, forename_token.token)) filter (length(forename_token.token) > 1)
            as forename_roots,
        list(frozen_frequency.token) filter (frozen_frequency.token is not null) as established_names
    from forename_token
    left join nickname on nickname.name = forename_token.token
    left join frozen_frequency on frozen_frequency.kind = 'forename' and frozen_frequency.token = forename_token.token
    group by forename_token.name_id
),

forename_heard as (
    select forename_token.name_id, list_distinct(flatten(list(name_token.phonetic_keys))) as forename_sounds
    from forename_token
    inner join name_token using (token)
    where length(forename_token.token) > 1
    group by forename_token.name_id
),

surname_heard as (
    select numbered.name_id, list_distinct(flatten(list(name_token.phonetic_keys))) as surname_sounds
    from (select name_id, unnest(surname_tokens) as token from numbered) as numbered
    inner join name_token using (token)
    where length(numbered.token) > 1
    group by numbered.name_id
)

select
    numbered.forenames,
    numbered.surname,
    numbered.core as main_name,
    case when len(numbered.forename_list) > 1 then numbered.forenames || '|' || numbered.surname end as long_name,
    numbered.core,
    numbered.surname || '|' || numbered.first_name as swapped,
    coalesce(forename.frequency, $floor) * coalesce(surname.frequency, $floor) as frequency,
    numbered.first_name,
    case when length(numbered.first_name) > 1 then coalesce(nickname.root, numbered.first_name) end as first_root,
    case when length(numbered.first_name) > 1 then forename_sex.sex end as name_sex,
    nullif(list_sort(list_distinct(numbered.forename_list)), []) as forename_tokens,
    nullif(list_sort(numbered.surname_tokens), []) as surname_tokens,
    nullif(list_sort(forename_form.forename_roots), []) as forename_roots,
    nullif(
        list_sort(list_distinct(list_filter(numbered.forename_list, lambda token : length(token) = 1))), []
    ) as initials,
    nullif(list_sort(list_distinct(forename_form.established_names)), []) as established_names,
    nullif(list_sort(forename_heard.forename_sounds), []) as forename_sounds,
    nullif(list_sort(surname_heard.surname_sounds), []) as surname_sounds
from numbered
left join forename_form using (name_id)
left join forename_heard using (name_id)
left join surname_heard using (name_id)
left join nickname on nickname.name = numbered.first_name
left join forename_sex on forename_sex.forename = numbered.first_name
left join frozen_frequency as forename
    on forename.kind = 'forename' and forename.token = numbered.first_name
left join frozen_frequency as surname
    on surname.kind = 'surname' and surname.token = numbered.surname
