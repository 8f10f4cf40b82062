-- Grain: one row per person, grown up or not as of the day; an unborn child is not.
create or replace table person as
select
    * replace (
        if(is_adult is null, null, coalesce(date_of_birth + interval 18 years <= $as_of::date, false)) as is_adult
    )
from person
