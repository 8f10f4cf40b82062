-- Grain: one row per dimension and group of children: cases, and how many of them are proposed and expected red and amber.
select
    record_group.dimension,
    record_group.value,
    count(*) as cases,
    count(*) filter (case_compared.proposed = 'RED') as proposed_red,
    count(*) filter (case_compared.proposed = 'AMBER') as proposed_amber,
    count(*) filter (case_compared.expected = 'RED') as expected_red,
    count(*) filter (case_compared.expected = 'AMBER') as expected_amber
from case_compared
inner join record_group on case_compared.child_record_key = record_group.record_key
group by record_group.dimension, record_group.value
