-- Grain: one row per outward code of the table that comes with the engine.
insert into outcode_authority by name
select
    outcode,
    authority_code,
    authority,
    share::double as share
from read_csv($file, header = true, all_varchar = true)
