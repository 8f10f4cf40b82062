-- Grain: one row per row of the extract that no rule has rejected so far.
create or replace temp view usable as
select checked.*
from checked
anti join rejects on checked._row = rejects._row and rejects.cost = 'row'
