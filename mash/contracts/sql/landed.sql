-- Grain: one row per accepted row of the extract.
create or replace view landed as
select typed.*
from typed
anti join rejected_row using (_row)
