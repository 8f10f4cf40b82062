-- Grain: one row per case and true person wrongly shown, or not shown, as a flagged adult, and whose error it is: identity's
-- where it is right on the true identities; else the sources' where a plain reading of what they sent errs alike (a tie or
-- flag nobody sent, a home never closed, a crowd); else the associations'.
create or replace table flag_error as
with

told as (
    select
        case_id,
        person_id,
        bool_or(source = 'reference') as expected,
        bool_or(source = 'run' and identity = 'confirmed') as shown,
        bool_or(source = 'run' and identity = 'possible') as possible,
        bool_or(source = 'true identities') as on_true,
        bool_or(source = 'what was sent') as as_sent
    from flagged_adult
    group by case_id, person_id
)

select
    case_id,
    person_id,
    case when expected then 'missed' else 'false' end as error,
    possible,
    case
        when on_true = expected then 'identity'
        when on_true = as_sent then 'sources'
        else 'associations'
    end as whose
from told
where expected <> shown and (expected or shown)
