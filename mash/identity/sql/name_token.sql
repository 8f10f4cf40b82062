-- Grain: one row per distinct token of a name, with how it sounds (double metaphone, one or two keys).
create or replace table name_token (
    token varchar not null,
    phonetic_keys varchar[] not null
)
