-- Grain: one row per two adults who are likely a couple though nobody says so, and row of an extract that is a sign of it.
-- Never from one sign: a private one (a home, a telephone number, an e-mail address or a vehicle shared) and one of
-- another kind (any of these, a part in one occurrence other than as witness, an associate's or contact's name). Nobody
-- states the two to be kin or a couple, and neither is old enough to be the other's parent.
-- Strength is a judgement below what was measured: 182 of 215 such pairs of three made-up towns were couples, all 15 of
-- three kinds of sign; of those who only shared a home fewer than half were (docs/decisions, 17).
create or replace table likely_partner_evidence as
with
aside as (
    select
        * exclude (kind, class, is_1, is_2, strength),
        if(kind = 'shared vehicle', 'vehicle', 'contact detail') as sign
    from contact_evidence
    union all by name
    select
        * exclude (kind, class, is_1, is_2, strength),
        'occurrence' as sign
    from involvement_evidence
    where is_1 not in ('witness', 'informant') and is_2 not in ('witness', 'informant')
    union all by name
    select
        * exclude (
            kind, class, is_1, is_2, strength, person_1, person_2, record_key_1, record_key_2
        ),
        least(person_1, person_2) as person_1,
        greatest(person_1, person_2) as person_2,
        if(person_1 < person_2, record_key_1, record_key_2) as record_key_1,
        if(person_1 < person_2, record_key_2, record_key_1) as record_key_2,
        'named' as sign
    from relationship_evidence
    where kind in ('police associate', 'probation contact', 'school contact', 'friend')
),

kin as (
    select
        person_1,
        person_2
    from relationship_evidence
    where kind in ('parent', 'sibling', 'relative', 'carer', 'partner', 'ex-partner')
    union
    select
        person_1,
        person_2
    from kin_evidence
),

unrelated as (
    select distinct
        aside.person_1,
        aside.person_2
    from aside
    inner join person as a on aside.person_1 = a.person_id
    inner join person as b on aside.person_2 = b.person_id
    anti join kin as one on aside.person_1 = one.person_1 and aside.person_2 = one.person_2
    anti join kin as other on aside.person_1 = other.person_2 and aside.person_2 = other.person_1
    where
        a.is_adult and b.is_adult
        and a.date_of_birth < b.date_of_birth + interval 16 years
        and b.date_of_birth < a.date_of_birth + interval 16 years
),

sign as (
    select aside.*
    from aside
    semi join unrelated using (person_1, person_2)
    union all by name
    select
        household_evidence.* exclude (kind, class, is_1, is_2, strength),
        'home' as sign
    from household_evidence
    semi join unrelated using (person_1, person_2)
),

couple as (
    select
        person_1,
        person_2,
        count(distinct sign) as signs
    from sign
    group by person_1, person_2
    having count(distinct sign) > 1 and bool_or(sign in ('home', 'contact detail', 'vehicle'))
)

select
    sign.* exclude (sign),
    'partner' as kind,
    'inferred' as class,
    'likely partner' as is_1,
    'likely partner' as is_2,
    if(couple.signs = 2, 0.7, 0.8)::double as strength
from sign
inner join couple using (person_1, person_2)
