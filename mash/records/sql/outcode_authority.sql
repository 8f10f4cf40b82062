-- Grain: one row per outward code of the table that comes with the engine.
insert into outcode_authority by name
select
    outcode.outcode,
    outcode.authority_code,
    outcode.authority,
    outcode.share::double as share
from (
    select
        unnest(
            from_json(
                $outcodes::json,
                '[{"outcode": "VARCHAR", "authority_code": "VARCHAR", "authority": "VARCHAR", "share": "VARCHAR"}]'
            )
        ) as outcode
)
