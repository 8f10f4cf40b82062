-- Grain: one row per person that one agency holds, or names inside another of its records.
create or replace table person_record (
    record_key varchar not null, -- agency:source id, or agency:dataset:key of the naming row
    agency varchar not null,
    dataset varchar not null,
    extract varchar not null,
    source_row bigint not null, -- 1 for the first data row of the extract as received
    source_id varchar not null,
    named_in varchar, -- record_key of the record that names this person; null for a record of its own
    named_as varchar, -- relationship to that record, e.g. 'mother' (this person is the mother of named_in)
    date_of_birth date, -- null when absent, a sentinel or impossible
    dob_precision varchar, -- day, year (1 January given); null without a date
    expected_date_of_birth date, -- an unborn child's
    sex varchar, -- M, F; null when unknown
    ethnicity_code varchar, -- only ever used to measure quality by group
    multiple_birth boolean, -- recorded as a twin or higher multiple
    restricted boolean -- location must not be shown
)
