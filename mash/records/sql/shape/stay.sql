-- Grain: one row per record and period at a dwelling, as an agency sent it.
create or replace table stay (
    stay_id varchar not null, -- agency:dataset:key of the row, or where it has none a hash of what it says
    record_key varchar not null,
    agency varchar not null,
    dataset varchar not null,
    extract varchar not null,
    source_row bigint not null,
    dwelling_key varchar, -- 'uprn:…' or 'addr:line|postcode' cleaned; null when too poor to place
    address_key varchar, -- 'line|postcode' cleaned; null when too poor to place
    address varchar, -- for showing, one line
    postcode varchar, -- canonical; null when invalid or a sentinel
    outcode varchar,
    uprn varchar,
    kind varchar not null, -- home, main, bail, prison, approved premises, hostel, refuge, no fixed abode, other
    from_date date,
    to_date date -- null: not known to have ended
)
