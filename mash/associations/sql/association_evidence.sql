-- Grain: one row per tie and statement it rests on, the two persons in order, as valid on the run's date.
-- Kin were and stay kin, whatever day somebody wrote it down; any other tie counts from the day it began or was known, and
-- one that ended before the look-back is no longer followed.
create or replace table association_evidence as
with
stated as (
    select * from household_evidence
    union all by name
    select * from relationship_evidence
    union all by name
    select * from kin_evidence
    union all by name
    select * from involvement_evidence
    union all by name
    select * from contact_evidence
    union all by name
    select * from likely_partner_evidence
    union all by name
    select * from likely_parent_evidence
),

in_order as (
    select
        *,
        person_1 < person_2 as forwards
    from stated
    where
        kind in ('parent', 'sibling', 'relative')
        or (
            coalesce(coalesce(from_date, known_on) <= $as_of::date, true)
            and coalesce(to_date >= $as_of::date - to_years($look_back_years::integer), true)
        )
)

select
    'T-' || md5(concat_ws('|', least(person_1, person_2), greatest(person_1, person_2), kind, class))[1:16] as tie_id,
    least(person_1, person_2) as person_a,
    greatest(person_1, person_2) as person_b,
    if(forwards, record_key_1, record_key_2) as record_key_a,
    if(forwards, record_key_2, record_key_1) as record_key_b,
    kind,
    class,
    if(forwards, is_1, is_2) as a_is,
    if(forwards, is_2, is_1) as b_is,
    strength,
    agency,
    dataset,
    extract,
    source_row,
    says,
    from_date,
    to_date,
    known_on,
    grade,
    handling_code
from in_order
