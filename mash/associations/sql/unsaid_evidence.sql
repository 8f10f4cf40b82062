-- Grain: takes from tie_evidence the rows of ties that are not there.
delete from tie_evidence
where tie_id not in (select tie.tie_id from tie)
