-- Grain: one row per open case and piece of evidence its proposal stands on, told without row numbers or extracts.
create or replace table proposal_evidence (
    case_id varchar not null,
    kind varchar not null, -- rule | flagged adult | tie | record | missing source
    says varchar not null,
    person_a varchar, -- of a flagged adult, and of a tie: person_a < person_b
    person_b varchar
)
