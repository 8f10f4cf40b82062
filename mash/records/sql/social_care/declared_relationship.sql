-- Grain: one row per relationship. Social care writes "a is mother of b": in the shape, where b is … of a, the two change
-- places and the word stays, so that mother and father are not lost in "child".
insert into declared_relationship by name
select
    $agency || ':' || social_care_id_b as record_key_a,
    $agency || ':' || social_care_id_a as record_key_b,
    relationship_word(relationship) as relationship,
    $agency as agency,
    'relationships' as dataset,
    _extract as extract,
    _row as source_row,
    clean_date(from_date) as from_date,
    clean_date(to_date) as to_date,
    case
        when coalesce(clean_date(from_date), clean_date(to_date)) is null then extract_date(_first_sent)
    end as known_on,
    says_lives_together(relationship) as lives_together
from relationships
where social_care_id_a <> social_care_id_b
