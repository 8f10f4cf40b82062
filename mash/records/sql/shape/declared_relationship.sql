-- Grain: one row per relationship that one agency states between two records.
create or replace table declared_relationship (
    record_key_a varchar not null,
    record_key_b varchar not null,
    relationship varchar not null, -- b is … of a: mother, father, parent, step-parent, child, sibling, partner, associate …
    agency varchar not null,
    dataset varchar not null,
    extract varchar not null,
    source_row bigint not null,
    from_date date,
    to_date date,
    known_on date, -- when the agency recorded it, if no dates of its own
    lives_together boolean,
    source_grade varchar, -- intelligence 3x5x2: 1 to 3
    intelligence_grade varchar, -- A to E
    handling_code varchar -- P, C
)
