-- Grain: one row per act on what the hub keeps: a hold, its release; an erasure proposed, approved, done, lifted; a row
-- disputed, settled; a value corrected. What it is about is the act it answers, or stands in its body.
create table if not exists keeping (
    keeping_id integer primary key autoincrement,
    kind text not null,
    about integer references keeping, -- the act it answers
    subject text not null, -- a case, a person's id or a row, never a name
    body text not null, -- JSON: marks of rows, values; nothing by which anybody is found once an erasure is done
    reason text not null,
    who text not null,
    at text not null
) strict
