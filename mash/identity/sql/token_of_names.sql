-- Grain: one row per distinct token of a forename or surname.
with

tokens as (
    select unnest(forename_list) as token from name_part
    union
    select unnest(surname_list) as token from name_part
    union
    select surname as token from name_part
)

select token from tokens
where token is not null and token <> ''
order by token
