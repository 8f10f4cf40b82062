-- Grain: one row more per person whom a tie leads to from somebody met in the round before.
insert into asked
with frontier as (
    select person_no
    from asked
    where round = $round - 1
)

select distinct
    tie.other_no,
    $round
from desk.tie
semi join frontier using (person_no)
anti join asked on tie.other_no = asked.person_no
where tie.strength >= $at_least
