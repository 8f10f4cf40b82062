-- Grain: adds to proposal_evidence one row per piece of evidence of a chunk of cases.
insert into proposal_evidence by name
select
    unnest(
        $rows::json::struct(case_id varchar, kind varchar, says varchar, person_a varchar, person_b varchar)[],
        recursive := true
    )
