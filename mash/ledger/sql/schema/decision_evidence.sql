-- Grain: one row per decision and piece of evidence that the proposal on the screen stood on; no name and no row number.
create table if not exists decision_evidence (
    decision_id integer not null references decision,
    kind text not null,
    says text not null,
    person_a text, -- under the ids of that day
    person_b text
) strict
