-- Of what a case ever stood on only what it stands on now: the rest may rest on what has expired or was erased.
delete from evidence_raised
where not exists (
    select 1
    from proposal_evidence as stands
    where stands.case_id = evidence_raised.case_id
        and stands.kind = evidence_raised.kind
        and stands.says = evidence_raised.says
        and stands.person_a is not distinct from evidence_raised.person_a
        and stands.person_b is not distinct from evidence_raised.person_b
)
