-- The text, or null when it is empty. Unlike nullif, which DuckDB spells out as a case, it works its argument out once.
create or replace macro unless_empty(given) as list_filter([given], lambda value : value <> '')[1]
