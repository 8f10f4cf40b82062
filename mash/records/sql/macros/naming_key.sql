-- The same ten hex digits for the same name and date of birth: a key for people whom an agency names without numbering.
create or replace macro naming_key(forenames, surname, born) as
    left(md5(concat_ws('|', coalesce(clean_name(forenames), ''), coalesce(clean_name(surname), ''), born)), 10)
