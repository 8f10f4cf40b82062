-- Grain: one row per possible identity and end of it, with the number of whom that end may be.
create or replace table desk.possible_identity as
with ends as (
    select
        a.person_no as no_a,
        b.person_no as no_b,
        possible_identity.*
    from possible_identity
    inner join desk.person_number as a on possible_identity.person_a = a.person_id
    inner join desk.person_number as b on possible_identity.person_b = b.person_id
)

select
    no_a as person_no,
    no_b as other_no,
    * exclude (no_a, no_b)
from ends
union all
select
    no_b as person_no,
    no_a as other_no,
    * exclude (no_a, no_b)
from ends
order by person_no, other_no
