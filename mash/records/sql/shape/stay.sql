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
    line varchar, -- house and street, cleaned, whether or not a postcode places them; null when too poor
    localities varchar[], -- the town; a postcode that is none of ours, as `PC …`; cleaned; null when neither is given
    address varchar, -- for showing, one line
    postcode varchar, -- canonical; null when invalid or a sentinel
    outcode varchar,
    uprn varchar,
    kind varchar not null, -- home, main, bail, prison, approved premises, hostel, refuge, no fixed abode, other
    from_date date,
    to_date date -- null: not known to have ended
)
