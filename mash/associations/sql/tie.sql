-- Grain: one row per pair of persons, kind and class; person_a < person_b.
-- Strength: the best statement, its doubt divided by the number of agencies that say so. Contradictory labels are
-- kept side by side ('child / mother'); to_date is null while any statement goes on; the worst handling code stands.
create or replace table tie as
select
    tie_id,
    person_a,
    person_b,
    kind,
    class,
    string_agg(distinct a_is, ' / ' order by a_is) as a_is,
    string_agg(distinct b_is, ' / ' order by b_is) as b_is,
    min(from_date) as from_date,
    case when not bool_or(to_date is null) then max(to_date) end as to_date,
    round(1 - (1 - max(strength)) / count(distinct agency), 4) as strength,
    count(distinct (agency, dataset, extract, source_row))::integer as sources,
    list_sort(list(distinct agency)) as agencies,
    min(grade) as grade,
    min(handling_code) as handling_code
from association_evidence
group by tie_id, person_a, person_b, kind, class
order by person_a, person_b, tie_id
