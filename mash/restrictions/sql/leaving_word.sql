-- Grain: one row per word, or two, by which free text would tell what leaves: a place's postcode or first line, a person's
-- forename and surname. Folded, without spaces.
create or replace temp table leaving_word as
select distinct
    replace(postcode, ' ', '') as one,
    null as other
from (select postcode from leaving_stay union select postcode from leaving_place)
where postcode is not null
union
select distinct
    replace(folded(line), ' ', '') as one,
    null as other
from stay
semi join leaving_stay using (stay_id)
where length(line) > 5
union
select distinct
    split_part(forenames, ' ', 1) as one,
    replace(surname, ' ', '') as other
from record_name
semi join leaving using (record_key)
where length(split_part(forenames, ' ', 1)) > 1 and length(surname) > 1
