-- Grain: one row: how many persons the run has, and of how many records and agencies they are.
select
    count(*) as persons,
    count(*) filter (where len(agencies) > 1) as of_several_agencies,
    count(*) filter (where records = 1) as of_one_record,
    coalesce(max(records), 0) as largest
from person
