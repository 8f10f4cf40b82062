-- Grain: one row per completed step.
create table if not exists build_step (
    position integer not null,
    step varchar not null,
    seconds double not null
)
