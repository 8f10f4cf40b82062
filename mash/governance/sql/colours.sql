-- Grain: one row per colour that was proposed for an open case, and for how many.
select
    colour,
    count(*) as cases
from proposal
group by colour
order by colour
