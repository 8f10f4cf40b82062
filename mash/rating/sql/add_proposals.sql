-- Grain: adds to proposal one row per case of a chunk.
insert into proposal by name
select
    unnest(
        $rows::json::struct(
            case_id varchar,
            child_person_id varchar,
            colour varchar,
            at_least varchar,
            direction varchar,
            initial_rating varchar,
            decided_rating varchar,
            certainty double,
            adults_in_reach integer,
            flagged_adults integer,
            expected_by_chance double,
            missing_agencies varchar[],
            due_by timestamp,
            due_stage varchar,
            fingerprint varchar
        )[],
        recursive := true
    )
