-- Grain: one row per case and piece raised by a run before this one, or on the screen of a person who decided, and whether
-- the run before stood on it. Persons who were merged since stand under the ids they have by now.
create or replace temp table evidence_known as
with
merged as (
    select unnest($merged::json::struct(person_id varchar, now varchar)[], recursive := true)
),

seen as (
    select
        unnest(
            $seen::json::struct(case_id varchar, kind varchar, says varchar, person_a varchar, person_b varchar)[],
            recursive := true
        )
),

known as (
    select * from raised_before
    union all by name
    select
        *,
        true as stood
    from stood_before
    union all by name
    select * from seen
)

select
    known.case_id,
    known.kind,
    known.says,
    -- neither minds a null: a piece about one person keeps it as the first
    least(coalesce(a.now, known.person_a), coalesce(b.now, known.person_b)) as person_a,
    if(known.person_b is null, null, greatest(coalesce(a.now, known.person_a), coalesce(b.now, known.person_b)))
        as person_b,
    min(known.raised_on) as raised_on,
    coalesce(bool_or(known.stood), false) as stood
from known
left join merged as a on known.person_a = a.person_id
left join merged as b on known.person_b = b.person_id
group by all
