-- Grain: one row per place to be withheld as the file gives it, cleaned as stays are.
create or replace temp table leaving_place as
select
    canonical_uprn(given.uprn) as uprn,
    canonical_postcode(given.postcode) as postcode,
    address_line(given.line, null) as line
from (select unnest($places::json::struct(uprn varchar, postcode varchar, line varchar)[]) as given)
