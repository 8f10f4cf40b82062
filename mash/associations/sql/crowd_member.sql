-- Grain: one row per crowd and person in it.
create or replace table crowd_member as
select distinct
    context_member.context_key,
    context_member.person_id
from context_member
inner join crowd using (context_key)
order by context_member.person_id, context_member.context_key
