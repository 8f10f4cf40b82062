-- Grain: one row per rejected row of the extract.
create or replace temp table rejected_row as
select distinct _row
from rejects
where cost = 'row'
