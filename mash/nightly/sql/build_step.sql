-- Grain: one row per completed step, with a hash of what it rested on and one of the tables it left. The row comes after
-- those of its tables: without it the step is not done.
create table if not exists build_step (
    position integer not null,
    step varchar not null,
    seconds double not null,
    rested_on varchar not null,
    left_behind varchar not null
)
