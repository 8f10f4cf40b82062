-- A name as given, `forenames|surname`.
create or replace macro raw_name(forenames, surname) as coalesce(forenames, '') || '|' || coalesce(surname, '')
