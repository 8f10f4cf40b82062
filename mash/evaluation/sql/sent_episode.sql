-- Grain: one row per episode of a true child that was open on the day.
select
    membership.person_id,
    episode.episode_type
from episode
inner join membership on episode.child_record_key = membership.record_key
where episode.from_date <= $as_of::date and coalesce(episode.to_date >= $as_of::date, true)
