-- Grain: one row per kind of likeness: pairs of true persons alike, those standing as one person, and their pairs of records.
with

mixed as (
    select a.true_id as one, b.true_id as other, sum(a.records * b.records) as record_pairs
    from cell as a
    inner join cell as b on a.person_id = b.person_id and a.true_id < b.true_id
    group by all
),

told as (
    select
        coalesce(likeness.kind, 'not alike') as kind,
        likeness.one is not null as alike,
        mixed.record_pairs
    from likeness
    full outer join mixed using (one, other)
)

select
    kind,
    count(record_pairs) as merged,
    coalesce(sum(record_pairs), 0)::bigint as record_pairs,
    case when bool_and(alike) then count(*) end as opportunities
from told
group by kind
order by kind
