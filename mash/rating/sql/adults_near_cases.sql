-- Grain: one row per case asked for and hop: adults first met there, through confirmed identities.
with asked as (
    select unnest($case_ids::json::varchar[]) as case_id
)

select
    reach.case_id,
    reach.hops,
    count(*) as adults
from reach
semi join asked using (case_id)
inner join person using (person_id)
where reach.identity = 'confirmed' and reach.hops > 0 and coalesce(person.is_adult, true)
group by reach.case_id, reach.hops
order by reach.case_id, reach.hops
