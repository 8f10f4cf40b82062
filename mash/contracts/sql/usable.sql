-- Grain: one row per row of the extract that no rule has rejected so far.
create or replace view usable as
select typed.*
from typed
anti join rejects on typed._row = rejects._row and rejects.cost = 'row'
