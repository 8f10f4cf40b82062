-- Grain: one row per open case and person who is another sealed identity of its child: not met, nor passed on the way.
create or replace temp view sealed_from as
select
    open_case.case_id,
    sealed_pair.person_b as person_id
from open_case
inner join sealed_pair on open_case.child_person_id = sealed_pair.person_a
union all
select
    open_case.case_id,
    sealed_pair.person_a as person_id
from open_case
inner join sealed_pair on open_case.child_person_id = sealed_pair.person_b
