-- Grain: one row more per person whom somebody met in this round or the one before may also be.
insert into asked
with frontier as (
    select person_no
    from asked
    where round >= $round - 1
)

select distinct
    possible_identity.other_no,
    $round
from desk.possible_identity
semi join frontier using (person_no)
anti join asked on possible_identity.other_no = asked.person_no
