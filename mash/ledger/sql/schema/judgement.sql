-- Grain: one row per judgement of a person on whether two records are one person; the newest of a pair counts.
create table if not exists judgement (
    judgement_id integer primary key autoincrement,
    record_key_a text not null,
    record_key_b text not null check (record_key_a < record_key_b),
    verdict text not null check (verdict in ('same', 'different', 'undecided')),
    reason text not null check (length(trim(reason)) > 0),
    judged_by text not null,
    judged_at text not null
) strict
