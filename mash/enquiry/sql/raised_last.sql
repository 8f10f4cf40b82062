-- Grain: one row per piece of evidence that the case was last raised for, on a later day than it was first.
select raised.kind, raised.says, raised.person_a, raised.person_b, raised.raised_on
from evidence_raised as raised
inner join proposal on proposal.case_id = raised.case_id
where raised.case_id = $case_id and proposal.child_person_id = $child
qualify
    raised.raised_on = max(raised.raised_on) over ()
    and raised.raised_on > min(raised.raised_on) over ()
order by all
