-- Grain: one row per forename that nearly all who bear it, of those whose sex is given, have of one sex; in the records at
-- hand, so that no list of names is needed.
create or replace temp table forename_sex as
select
    name_part.first_name as forename,
    mode(person_record.sex) as sex
from name_part
inner join person_record using (record_key)
where person_record.sex in ('F', 'M') and length(name_part.first_name) > 1
group by name_part.first_name
having
    count(*) >= $least
    and greatest(count(*) filter (person_record.sex = 'F'), count(*) filter (person_record.sex = 'M')) >= $share * count(*)
