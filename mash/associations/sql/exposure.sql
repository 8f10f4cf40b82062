-- Grain: one row per open case and flagged person in reach; a person whose age is unknown is taken for an adult.
create or replace table exposure as
select
    reach.case_id,
    reach.person_id,
    reach.hops,
    reach.identity
from reach
inner join person using (person_id)
semi join person_flag on reach.person_id = person_flag.person_id
where coalesce(person.is_adult, true) and reach.via is not null
order by reach.case_id, reach.hops, reach.person_id
