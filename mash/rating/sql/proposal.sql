-- Grain: one row per open case: what the engine proposes, never a decision.
create or replace table proposal (
    case_id varchar not null,
    child_person_id varchar not null,
    colour varchar not null, -- RED AMBER GREEN UNRATED
    at_least varchar not null, -- the worst that fired, also when UNRATED
    direction varchar not null, -- up | down | none, from what a person said; a person decides, and what they said stands
    initial_rating varchar,
    decided_rating varchar,
    certainty double not null, -- share of draws over uncertain identities that give at_least; 1 is firm
    adults_in_reach integer not null,
    flagged_adults integer not null,
    expected_by_chance double not null,
    missing_agencies varchar[] not null,
    due_by timestamp, -- of the stage that comes next
    due_stage varchar,
    fingerprint varchar not null
)
