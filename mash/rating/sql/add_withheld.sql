-- Grain: adds to case_withheld one row per case given.
insert into case_withheld by name
select unnest($rows::json::struct(case_id varchar, colour varchar, says varchar)[], recursive := true)
