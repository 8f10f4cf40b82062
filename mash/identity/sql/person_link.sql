-- Grain: one row per pair that joined two groups of one person's records, or that was refused although it weighed enough.
create or replace table person_link as
select
    a.record_key as record_key_a,
    b.record_key as record_key_b,
    case when isfinite(link.weight) then link.weight end as match_weight,
    not isfinite(link.weight) as judged,
    link.refused
from link
inner join linkage_record as a on a.record_id = link.a
inner join linkage_record as b on b.record_id = link.b
order by record_key_a, record_key_b
