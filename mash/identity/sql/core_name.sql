-- Grain: one row per record and distinct pair of first forename and surname it has gone by, with the share of people
-- expected to bear it: the product of the frozen frequencies of its two halves, unseen ones at the model's floor.
create or replace temp table core_name as
select
    name_part.record_key,
    name_part.first_name || '|' || name_part.surname as core,
    name_part.surname || '|' || name_part.first_name as swapped,
    min(coalesce(forename.frequency, $floor) * coalesce(surname.frequency, $floor)) as frequency
from name_part
left join frozen_frequency as forename
    on forename.kind = 'forename' and forename.token = name_part.first_name
left join frozen_frequency as surname
    on surname.kind = 'surname' and surname.token = name_part.surname
where name_part.first_name is not null and name_part.surname is not null
group by all
