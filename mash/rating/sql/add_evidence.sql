-- Grain: adds to proposal_evidence one row per piece of evidence of a chunk of cases, sent column by column.
insert into proposal_evidence by name
select
    unnest($case_ids::json::varchar[]) as case_id,
    unnest($kinds::json::varchar[]) as kind,
    unnest($says::json::varchar[]) as says,
    unnest($persons_a::json::varchar[]) as person_a,
    unnest($persons_b::json::varchar[]) as person_b
