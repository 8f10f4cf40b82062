-- Grain: one row per tie and row of an extract it rests on, by the first of the two it ties.
create or replace table desk.tie_evidence as
select
    first_tied.person_no,
    tie_evidence.*
from tie_evidence
inner join tie using (tie_id)
inner join desk.person_number as first_tied on tie.person_a = first_tied.person_id
order by first_tied.person_no, tie_evidence.tie_id
