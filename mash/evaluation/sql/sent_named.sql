-- Grain: one row per relationship stated between two true persons that may be shared.
select
    a.person_id as person_a,
    b.person_id as person_b,
    said.record_key_a,
    said.record_key_b,
    said.relationship,
    said.agency,
    said.dataset,
    said.extract,
    said.source_row,
    said.from_date,
    said.to_date,
    said.known_on,
    coalesce(said.lives_together, false) as together,
    said.source_grade,
    said.intelligence_grade
from declared_relationship as said
inner join membership as a on said.record_key_a = a.record_key
inner join membership as b on said.record_key_b = b.record_key
where
    a.person_id <> b.person_id
    and coalesce(said.handling_code, 'P') in ('P', 'C')
    and coalesce(said.to_date >= said.from_date, true)
