-- Grain: one row per case and true person wrongly shown, or not shown, as a flagged adult, and whose error it is.
create or replace table flag_error as
with

told as (
    select
        case_id,
        person_id,
        bool_or(source = 'reference') as expected,
        bool_or(source = 'run' and identity = 'confirmed') as shown,
        bool_or(source = 'run' and identity = 'possible') as possible,
        bool_or(source = 'true identities') as on_true
    from flagged_adult
    group by case_id, person_id
)

select
    case_id,
    person_id,
    case when expected then 'missed' else 'false' end as error,
    possible,
    case when on_true = expected then 'identity' else 'associations' end as whose
from told
where expected <> shown and (expected or shown)
