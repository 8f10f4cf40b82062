-- Grain: one row per period of a child in need, on a plan, looked after or in early help.
insert into episode by name
select
    concat_ws(':', $agency, 'episodes', child_social_care_id, episode_type, from_date) as episode_key,
    $agency as agency,
    'episodes' as dataset,
    _extract as extract,
    _row as source_row,
    $agency || ':' || child_social_care_id as child_record_key,
    clean_code(episode_type) as episode_type,
    clean_code(category) as category,
    from_date,
    clean_date(to_date) as to_date,
    clean_code(closure_reason) as closure_reason,
    clean_text(allocated_worker) as allocated_worker
from episodes
