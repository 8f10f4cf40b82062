-- Grain: one row per record, name it has gone by and kind; the name's tokens beside it.
create or replace temp table name_part as
select distinct
    record_key,
    kind,
    forenames,
    surname,
    string_split(forenames, ' ') as forename_list,
    string_split(surname, ' ') as surname_list,
    string_split(forenames, ' ')[1] as first_name
from record_name
where forenames is not null or surname is not null
