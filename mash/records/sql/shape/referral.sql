-- Grain: one row per referral about a child.
create or replace table referral (
    case_id varchar not null,
    agency varchar not null,
    dataset varchar not null,
    extract varchar not null,
    source_row bigint not null,
    child_record_key varchar not null,
    received_at timestamp not null,
    referrer_record_key varchar,
    source_code varchar, -- 1A … 10, children in need census
    concern varchar, -- NEG PHY SAB EMO MUL DA N0-N9
    narrative varchar,
    initial_rating varchar, -- RED AMBER GREEN, null if not rated
    outcome varchar,
    closed_on date,
    closure_reason varchar
)
