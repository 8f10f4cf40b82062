-- Grain: takes the rows that left out of what is told of each dataset: who counts must not find one more than is shown.
update source_freshness
set rows_current = rows_current - gone.rows
from (
    select
        before.agency,
        before.dataset,
        count(*) as rows
    from row_before as before
    anti join row_after using (agency, dataset, source_row)
    group by before.agency, before.dataset
) as gone
where source_freshness.agency = gone.agency and source_freshness.dataset = gone.dataset
