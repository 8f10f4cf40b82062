-- Grain: one row per dimension and group: true pairs that are compared, with either record of the group. A record has one
-- group of each dimension, so that a pair is of one or two.
with

touched as (
    select one.dimension, unnest(list_distinct([one.value, other.value])) as value
    from true_candidate
    inner join record_group as one on true_candidate.record_key_a = one.record_key
    inner join record_group as other
        on true_candidate.record_key_b = other.record_key and one.dimension = other.dimension
)

select dimension, value, count(*) as pairs
from touched
group by dimension, value
