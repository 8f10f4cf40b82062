-- Grain: one row per episode of a record asked for.
with asked as (
    select
        unnest($record_keys::json::varchar[]) as record_key,
        unnest($person_ids::json::varchar[]) as person_id
)

select
    'episode' as kind,
    asked.person_id,
    episode.from_date,
    episode.to_date,
    episode.episode_type as matter,
    episode.agency as recorder,
    concat_ws(', ', episode.episode_type, episode.category, 'closed ' || episode.closure_reason) as says,
    episode.agency,
    episode.dataset,
    episode.extract,
    episode.source_row
from asked
inner join episode on asked.record_key = episode.child_record_key
where episode.from_date <= $as_of::date
