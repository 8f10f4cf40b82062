-- Grain: one row per case open in this run and in the run before, and piece of evidence that is new, or gone.
-- What is gone is held against the run before alone, so it is told once; what is new against all that was ever raised.
with
piece as (
    select case_id, kind, says, person_a, person_b
    from proposal_evidence
),

known as (
    select case_id, kind, says, person_a, person_b
    from evidence_known
),

stood as (
    select case_id, kind, says, person_a, person_b
    from evidence_known
    semi join proposal using (case_id)
    where stood
),

new as (
    select * from piece
    except
    select * from known
),

gone as (
    select * from stood
    except
    select * from piece
)

select
    'new' as which,
    *
from new
semi join proposed_before using (case_id)
union all
select
    'gone' as which,
    *
from gone
order by all
