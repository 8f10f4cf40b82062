-- Grain: one row per row of the extract and rule it breaks.
create or replace temp table rejects (
    _row bigint not null, -- 1 for the first data row as received
    line bigint, -- line of the file, where the row could not be read at all
    field varchar, -- null when the row could not be read; several with commas for a key
    rule varchar not null,
    cost varchar not null, -- nothing: the value stays; value: it is set aside; row: the row is rejected
    value varchar, -- as received
    raw varchar -- the whole row where it is rejected: its text if it could not be read, else JSON
)
