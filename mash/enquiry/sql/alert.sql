-- Grain: one row per piece of evidence that the run's day is the first to hold, of a case that was open before.
select
    raised.case_id,
    raised.kind,
    raised.says,
    concat_ws(' ', a.forenames, a.surname) as name_a,
    concat_ws(' ', b.forenames, b.surname) as name_b
from evidence_raised as raised
inner join run on run.as_of = raised.raised_on
inner join change on change.case_id = raised.case_id and change.from_colour is not null
semi join proposal_evidence as stands
    on
        stands.case_id = raised.case_id
        and stands.kind = raised.kind
        and stands.says = raised.says
        and stands.person_a is not distinct from raised.person_a
        and stands.person_b is not distinct from raised.person_b
left join person as a on a.person_id = raised.person_a
left join person as b on b.person_id = raised.person_b
order by raised.case_id, raised.kind, raised.says, name_a, name_b
