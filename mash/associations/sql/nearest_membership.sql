-- Grain: one row, the database whose membership is seen: what bears on a child may have one before the run's.
select database_name
from duckdb_tables()
where table_name = 'membership' and schema_name = 'main'
order by
    database_name <> current_database(),
    instr(replace(current_setting('search_path'), '"', ''), database_name || '.main') = 0
limit 1
