-- Grain: one row per episode of a true child that had begun.
select
    membership.person_id,
    episode.episode_type,
    episode.from_date,
    episode.to_date
from episode
inner join membership on episode.child_record_key = membership.record_key
where episode.from_date <= $as_of::date
