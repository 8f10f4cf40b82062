-- Grain: one row per record of the hub: whose it truly is. A record mixed of two people is its first person's; one that
-- the truth does not know stays with those the hub joined it to.
create or replace table membership as
select
    membership.record_key,
    coalesce(
        scored_record.true_id,
        nullif(known.person_id, '') || case when known.sealed then ' before adoption' else '' end,
        'hub ' || membership.person_id
    ) as person_id
from hub.membership
left join scored_record using (record_key)
left join truth.membership as known on membership.record_key = known.record_key
