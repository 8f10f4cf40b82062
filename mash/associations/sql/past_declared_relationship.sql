-- Grain: one row per relationship stated with one of those records at an end.
create or replace table declared_relationship as
select stated.*
from declared_relationship as stated
where
    stated.record_key_a in (select record_key from past_record)
    or stated.record_key_b in (select record_key from past_record)
