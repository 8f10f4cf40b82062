-- Grain: one row per proposed colour, and in how many open cases either policy proposes it.
select
    colour,
    count(*) filter (where was) as before,
    count(*) filter (where not was) as after
from (
    select
        colour,
        true as was
    from rated_before
    union all
    select
        colour,
        false as was
    from rated
)
group by colour
