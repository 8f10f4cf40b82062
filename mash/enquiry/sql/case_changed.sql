-- Grain: one row where the case was open in the run before too and is proposed otherwise or on other grounds; else none.
select change.from_colour, change.to_colour, change.new, change.gone
from change
inner join proposal on proposal.case_id = change.case_id
where change.case_id = $case_id and proposal.child_person_id = $child and change.from_colour is not null
