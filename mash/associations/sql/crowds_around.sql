-- Grain: one row per crowd and person asked for in it.
with asked as (
    select unnest($persons::json::varchar[]) as person_id
)

select
    crowd.*,
    crowd_member.person_id
from crowd_member
semi join asked using (person_id)
inner join crowd using (context_key)
order by crowd.context_key, crowd_member.person_id
