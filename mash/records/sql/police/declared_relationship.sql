-- Grain: one row per link between two nominals, with its intelligence grading (3x5x2).
insert into declared_relationship by name
select
    $agency || ':' || nominal_ref_a as record_key_a,
    $agency || ':' || nominal_ref_b as record_key_b,
    relationship_word(link_type) as relationship,
    $agency as agency,
    'nominal_links' as dataset,
    _extract as extract,
    _row as source_row,
    clean_date(from_date) as from_date,
    clean_date(to_date) as to_date,
    case
        when coalesce(clean_date(from_date), clean_date(to_date)) is null then extract_date(_first_sent)
    end as known_on,
    says_lives_together(link_type) as lives_together,
    clean_code(source_grade) as source_grade,
    clean_code(intelligence_grade) as intelligence_grade,
    clean_code(handling_code) as handling_code
from nominal_links
where nominal_ref_a <> nominal_ref_b
