-- Grain: one row per tie and row of an extract that it rests on, with the dates that the row itself gives.
create or replace table tie_evidence as
select
    tie_id,
    agency,
    dataset,
    extract,
    source_row,
    min(record_key_a) as record_key_a,
    min(record_key_b) as record_key_b,
    array_to_string(list_sort(list_distinct(list(says))), '; ') as says,
    min(from_date) as from_date,
    case when not bool_or(to_date is null) then max(to_date) end as to_date
from association_evidence
group by tie_id, agency, dataset, extract, source_row
order by tie_id, agency, dataset, extract, source_row
