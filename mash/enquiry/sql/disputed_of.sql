-- Grain: one row per dispute, person and row in dispute, of the persons asked about.
select distinct
    disputed.dispute,
    membership.person_id,
    disputed.whole,
    disputed.reason,
    disputed.since,
    {
        'agency': disputed.agency,
        'dataset': disputed.dataset,
        'extract': disputed.extract,
        'source_row': disputed.source_row
    } as source
from disputed
inner join membership using (record_key)
where list_contains($persons, membership.person_id)
order by all
