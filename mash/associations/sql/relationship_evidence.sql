-- Grain: one row per relationship that an agency states between two persons (twice where it says they live together).
-- One without a date of its own is known from the day it was first sent (known_on).
-- A word without a meaning of its own is the looser contact of the list it stands in, and keeps the agency's word.
-- How far it is believed: by its word, and by its grade, or without one by the list it stands in (source_belief).
-- Handling (3x5x2): P may be shared lawfully, C under conditions, which travel along; any other code is obeyed.
create or replace table relationship_evidence as
with
between_persons as (
    select
        a.person_id as person_1,
        b.person_id as person_2,
        declared.*
    from declared_relationship as declared
    inner join membership as a on declared.record_key_a = a.record_key
    inner join membership as b on declared.record_key_b = b.record_key
    where
        a.person_id <> b.person_id
        and coalesce(declared.handling_code, 'P') in ('P', 'C')
        and coalesce(declared.to_date >= declared.from_date, true)
),

meant as (
    select
        stated.*,
        coalesce(
            meaning.kind,
            case stated.dataset
                when 'nominal_links' then 'police associate'
                when 'personal_contacts' then 'probation contact'
                when 'contacts' then 'school contact'
                else 'friend'
            end
        ) as kind,
        coalesce(meaning.a_is, case when stated.relationship = 'associate' then 'associate' else 'contact' end) as is_1,
        coalesce(meaning.b_is, if(stated.relationship = 'other', 'contact', stated.relationship)) as is_2,
        coalesce(meaning.strength, 0.6) as meant_strength
    from between_persons as stated
    left join relationship_meaning as meaning using (relationship)
),

believed as (
    select
        meant.*,
        meant.meant_strength
        * case
            when coalesce(meant.source_grade, meant.intelligence_grade) is null
                then coalesce(listed.belief, unlisted.belief)
            -- 3x5x2: reliable, untested, not reliable; known directly … not known, suspected false (sources.md D8)
            else
                case meant.source_grade when '1' then 1.0 when '2' then 0.9 when '3' then 0.5 else 1.0 end
                * case meant.intelligence_grade
                    when 'A' then 1.0 when 'B' then 1.0 when 'C' then 0.8 when 'D' then 0.6 when 'E' then 0.1 else 1.0
                end
        end as belief
    from meant
    left join source_belief as listed
        on meant.dataset = listed.source and listed.about = if(meant.kind = 'parent', 'parent', 'other tie')
    inner join source_belief as unlisted
        on unlisted.source = 'any other list' and unlisted.about = if(meant.kind = 'parent', 'parent', 'other tie')
),

stated_ties as (
    select
        * replace (belief::double as belief)
    from believed
    union all by name
    select
        * replace (
            'household' as kind, 'cohabitant' as is_1, 'cohabitant' as is_2, least(belief, 0.85)::double as belief
        )
    from believed
    where lives_together and kind <> 'household'
)

select
    person_1,
    person_2,
    record_key_a as record_key_1,
    record_key_b as record_key_2,
    kind,
    'asserted' as class,
    is_1,
    is_2,
    belief as strength,
    agency,
    dataset,
    extract,
    source_row,
    concat_ws(
        '; ',
        if(is_1 = is_2, is_1 || 's', is_2 || ' of ' || is_1),
        'graded ' || source_grade || coalesce(intelligence_grade, ''),
        case when handling_code = 'C' then 'handling C: conditions apply' end
    ) as says,
    from_date,
    to_date,
    known_on,
    source_grade || coalesce(intelligence_grade, '') as grade,
    handling_code
from stated_ties
