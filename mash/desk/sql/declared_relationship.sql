-- Grain: one row per declared relationship and record it names, by whose that is, with the number of the other.
create or replace table desk.declared_relationship as
with ends as (
    select
        a.person_no as no_a,
        b.person_no as no_b,
        declared_relationship.*
    from declared_relationship
    left join record_number as a on declared_relationship.record_key_a = a.record_key
    left join record_number as b on declared_relationship.record_key_b = b.record_key
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
where no_a is distinct from no_b
order by person_no, record_key_a, record_key_b
