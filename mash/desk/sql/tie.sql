-- Grain: one row per tie and end of it, with the number of whom it leads to.
create or replace table desk.tie as
with ends as (
    select
        a.person_no as no_a,
        b.person_no as no_b,
        tie.*
    from tie
    inner join desk.person_number as a on tie.person_a = a.person_id
    inner join desk.person_number as b on tie.person_b = b.person_id
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
where no_a <> no_b
order by person_no, tie_id
