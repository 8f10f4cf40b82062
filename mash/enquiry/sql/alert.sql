-- Grain: one row per piece of evidence that the night raised in a case that was open the night before (Piece.told).
select
    stands.case_id,
    stands.kind,
    stands.says,
    concat_ws(' ', a.forenames, a.surname) as name_a,
    concat_ws(' ', b.forenames, b.surname) as name_b
from change
inner join proposal_evidence as stands
    on
        stands.case_id = change.case_id
        and list_contains(
            change.new, concat_ws(' ', stands.kind, stands.person_a, stands.person_b) || ': ' || stands.says
        )
left join person as a on a.person_id = stands.person_a
left join person as b on b.person_id = stands.person_b
order by stands.case_id, stands.kind, stands.says, name_a, name_b
