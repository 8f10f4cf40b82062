-- Grain: one row per pair of persons, kind and class; person_a < person_b.
-- Strength: the best statement, its doubt divided by the number of agencies that say so. What is put together of a row
-- about either person is said once by two agencies that each hold a half; a home is the exception: two that place two
-- people at one address have each got it right. A likely couple or parent stays as likely as its signs together.
-- Contradictory labels are kept side by side ('child / mother'); to_date is null while any statement goes on; the best
-- grade stands, and the worst handling code. Siblings by a parent count from when both rows were known, not from either.
-- Lists are made first and told apart after: distinct and ordered aggregates were several times slower.
create or replace table tie as
with
gathered as (
    select
        tie_id,
        person_a,
        person_b,
        kind,
        class,
        list(a_is) as a_labels,
        list(b_is) as b_labels,
        min(if(kind = 'sibling' and class = 'derived', known_on, coalesce(from_date, known_on))) as from_date,
        case when not bool_or(to_date is null) then max(to_date) end as to_date,
        max(strength) as best,
        list_sort(list_distinct(list(agency))) as agencies,
        len(list_distinct(list(agency) filter (record_key_a is not null))) as agencies_of_a,
        len(list_distinct(list(agency) filter (record_key_b is not null))) as agencies_of_b,
        min(grade) as grade,
        min(handling_code) as handling_code
    from association_evidence
    group by tie_id, person_a, person_b, kind, class
),

evidence as (
    select
        tie_id,
        count(*)::integer as sources
    from tie_evidence
    group by tie_id
)

select
    gathered.tie_id,
    gathered.person_a,
    gathered.person_b,
    gathered.kind,
    gathered.class,
    array_to_string(list_sort(list_distinct(gathered.a_labels)), ' / ') as a_is,
    array_to_string(list_sort(list_distinct(gathered.b_labels)), ' / ') as b_is,
    gathered.from_date,
    gathered.to_date,
    round(
        1 - (1 - gathered.best) / case
            when gathered.kind = 'household' then len(gathered.agencies)
            when gathered.class = 'inferred' and gathered.kind in ('partner', 'parent') then 1
            else greatest(1, least(gathered.agencies_of_a, gathered.agencies_of_b))
        end,
        4
    ) as strength,
    evidence.sources,
    gathered.agencies,
    gathered.grade,
    gathered.handling_code
from gathered
inner join evidence using (tie_id)
order by gathered.person_a, gathered.person_b, gathered.tie_id
