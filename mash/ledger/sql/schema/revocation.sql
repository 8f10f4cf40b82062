-- Grain: one row per judgement that somebody took back; it counts no more.
create table if not exists revocation (
    revocation_id integer primary key autoincrement,
    judgement_id integer not null unique references judgement,
    reason text not null check (length(trim(reason)) > 0),
    revoked_by text not null,
    revoked_at text not null
) strict
