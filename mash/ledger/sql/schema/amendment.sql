-- Grain: one row per amendment to a referral recorded here, by a named person: who its child is, or that it is withdrawn.
-- Never changed: the newest stands.
create table if not exists amendment (
    amendment_id integer primary key autoincrement,
    case_id text not null references referral,
    child_record_key text, -- a record of the child; null: the referral is withdrawn
    reason text not null check (length(trim(reason)) > 0),
    amended_by text not null,
    amended_at text not null
) strict
