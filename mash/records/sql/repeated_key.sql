-- Grain: one row per agency and dataset of whose people some stand in more than one row; it is to have none.
select
    agency,
    dataset,
    count(*) as repeated
from (
    select record_key, min(agency) as agency, min(dataset) as dataset
    from person_record
    group by record_key
    having count(*) > 1
)
group by agency, dataset
order by agency, dataset
