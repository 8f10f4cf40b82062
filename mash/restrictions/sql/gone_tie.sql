-- Grain: one row per tie that is still withheld: of a withheld person, under a withheld handling code, or a home of somebody
-- who stayed at a withheld place.
create or replace temp table gone_tie as
select tie_id
from tie
where
    person_a in (select gone_person.person_id from gone_person)
    or person_b in (select gone_person.person_id from gone_person)
    or coalesce(list_contains($codes::varchar[], handling_code), false)
    or (
        kind = 'household'
        and (
            person_a in (select gone_near.person_id from gone_near)
            or person_b in (select gone_near.person_id from gone_near)
        )
    )
