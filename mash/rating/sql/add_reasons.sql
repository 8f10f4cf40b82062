-- Grain: adds to proposal_reason one row per reason of a chunk of cases.
insert into proposal_reason by name
select
    unnest(
        $rows::json::struct(
            case_id varchar, position integer, rule varchar, colour varchar, says varchar, persons varchar[]
        )[],
        recursive := true
    )
