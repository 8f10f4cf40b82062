-- Grain: one row per completed step: the hash of what it rested on. Its row comes last: without it the step is not done.
create table if not exists build_step (
    position integer not null,
    step varchar not null,
    seconds double not null,
    rested_on varchar not null
)
