-- Grain: one row per record whose rows are read for an earlier day: of the persons near, and of everyone in a crowd that one
-- of them is in, so that it is counted whole.
create or replace table past_record as
select membership.record_key
from membership
semi join past_person using (person_id)
union
select membership.record_key
from membership
inner join crowd_member using (person_id)
where
    crowd_member.context_key in (
        select near.context_key
        from crowd_member as near
        semi join past_person using (person_id)
    )
