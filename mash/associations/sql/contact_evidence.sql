-- Grain: one row per two persons and record that gives a telephone number, an e-mail address or a vehicle both have.
-- Inferred: a number is passed on, shared or mistyped, a vehicle is lent or sold; one that many share is a crowd and joins
-- nobody.
create or replace table contact_evidence as
with
held as (
    select distinct
        membership.person_id,
        contact_detail.record_key,
        contact_detail.kind as detail_kind,
        contact_detail.kind || ':' || contact_detail.canonical as context_key,
        person_record.agency,
        person_record.dataset,
        person_record.extract,
        person_record.source_row
    from contact_detail
    inner join membership using (record_key)
    inner join person_record using (record_key)
    anti join crowd on contact_detail.kind || ':' || contact_detail.canonical = crowd.context_key
    where contact_detail.kind in ('phone', 'email', 'vehicle') and contact_detail.canonical is not null
),

pairs as (
    select
        a.person_id as person_1,
        b.person_id as person_2,
        a as side_1,
        b as side_2
    from held as a
    inner join held as b on a.context_key = b.context_key and a.person_id < b.person_id
),

sides as (
    select
        person_1,
        person_2,
        side_1 as own,
        side_1.record_key as record_key_1,
        null::varchar as record_key_2
    from pairs
    union all
    select
        person_1,
        person_2,
        side_2 as own,
        null::varchar as record_key_1,
        side_2.record_key as record_key_2
    from pairs
)

select distinct
    person_1,
    person_2,
    record_key_1,
    record_key_2,
    if(own.detail_kind = 'vehicle', 'shared vehicle', 'shared contact detail') as kind,
    'inferred' as class,
    'user of it' as is_1,
    'user of it' as is_2,
    if(own.detail_kind = 'vehicle', 0.5, 0.4)::double as strength, -- judgement: a car is driven by those who meet
    own.agency as agency,
    own.dataset as dataset,
    own.extract as extract,
    own.source_row as source_row,
    case own.detail_kind
        when 'phone' then 'gives the same telephone number'
        when 'email' then 'gives the same e-mail address'
        else 'has the same vehicle'
    end as says,
    null::date as from_date,
    null::date as to_date,
    null::varchar as grade,
    null::varchar as handling_code
from sides
