-- Grain: one row per stay of a person asked for, and of anybody else at a dwelling where one of them stayed.
create table kept.stay as
with
own as (
    select *
    from desk.stay
    semi join asked using (person_no)
),

dwellings as (
    select distinct dwelling_no
    from own
    where dwelling_no is not null
)

from own
union all
select *
from desk.stay_at_dwelling
semi join dwellings using (dwelling_no)
anti join asked using (person_no)
