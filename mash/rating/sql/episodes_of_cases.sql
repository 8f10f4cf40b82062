-- Grain: one row per case and person asked for and episode of that person.
with asked as (
    select
        unnest($case_ids::json::varchar[]) as case_id,
        unnest($person_ids::json::varchar[]) as person_id
)

select
    asked.case_id,
    asked.person_id,
    episode.episode_type,
    episode.from_date,
    episode.to_date,
    episode.agency,
    episode.dataset,
    episode.extract,
    episode.source_row
from asked
inner join membership using (person_id)
inner join episode on membership.record_key = episode.child_record_key
where episode.from_date <= $as_of::date
order by
    asked.case_id,
    episode.from_date,
    episode.episode_type,
    episode.agency,
    episode.dataset,
    episode.extract,
    episode.source_row
