-- Grain: one row per case and true person wrongly shown, or not shown, as a flagged adult, and whose error it is: the
-- sources' where no agency sent the flag; else identity's where it is right on the true identities; else the associations'.
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
    told.case_id,
    told.person_id,
    case when told.expected then 'missed' else 'false' end as error,
    told.possible,
    case
        when told.expected and sent_flag.person_id is null then 'sources'
        when told.on_true = told.expected then 'identity'
        else 'associations'
    end as whose
from told
left join sent_flag using (person_id)
where told.expected <> told.shown and (told.expected or told.shown)
