-- Grain: adds to proposal_certainty one row per case of a chunk and colour it could have.
insert into proposal_certainty by name
select
    unnest(
        $rows::json::struct(
            case_id varchar, colour varchar, share double, firm boolean, links integer, draws integer
        )[],
        recursive := true
    )
