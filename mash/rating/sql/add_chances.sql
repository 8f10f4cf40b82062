-- Grain: adds to proposal_chance one row per case of a chunk and kind of flag.
insert into proposal_chance by name
select
    unnest(
        $rows::json::struct(
            case_id varchar, kind varchar, observed integer, expected double, probability double
        )[],
        recursive := true
    )
