-- Grain: one row per dated thing that happened: an occurrence, an attendance, a term's attendance, an enrolment, a licence condition.
create or replace table event (
    event_key varchar not null, -- agency:dataset:key of the row, or where it has none a hash of what it says
    agency varchar not null,
    dataset varchar not null,
    extract varchar not null,
    source_row bigint not null,
    kind varchar not null, -- occurrence, attendance, school attendance, enrolment, licence condition
    category varchar, -- the agency's own word
    concern varchar, -- NEG PHY SAB EMO MUL DA or null: what the category amounts to
    about varchar, -- missing, programme, programme refused or null: what else it amounts to that a rule may know
    occurred_on date not null,
    ended_on date,
    recorded_on date,
    source_system varchar, -- RMS, PND, CAIT …
    postcode varchar,
    grade varchar, -- DASH grade
    outcome varchar,
    summary varchar -- free text for the chronology; never read by a rule
)
