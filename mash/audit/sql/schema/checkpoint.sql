-- Grain: one row per signed checkpoint, as its line stands in the file outside the hub.
create table if not exists checkpoint (line text primary key not null) strict
