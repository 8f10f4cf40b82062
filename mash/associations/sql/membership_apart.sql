-- Grain: one row per record, as membership has it but for the records taken apart; it hides membership in its session.
create or replace temp view membership as
select
    known.record_key,
    coalesce(apart.person_id, known.person_id) as person_id
from hub.main.membership as known
left join apart using (record_key)
