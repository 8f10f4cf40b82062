-- Grain: one row per pair of persons that may be one, with what to show of both.
select
    link.*,
    concat_ws(' ', a.forenames, a.surname) as name_a,
    a.date_of_birth as born_a,
    concat_ws(' ', b.forenames, b.surname) as name_b,
    b.date_of_birth as born_b
from possible_identity as link
inner join person as a on a.person_id = link.person_a
inner join person as b on b.person_id = link.person_b
order by link.person_a, link.person_b
