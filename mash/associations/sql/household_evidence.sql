-- Grain: one row per two persons and stay of either that shows them at one dwelling at the same time; in a crowd, in one
-- room of it, where both addresses name the room.
create or replace table household_evidence as
with
placed as (
    select
        usable_stay.* exclude (dwelling_key, room_key, kind),
        if(crowd.context_key is null, usable_stay.dwelling_key, usable_stay.room_key) as place,
        if(crowd.context_key is null, '', ' in one room') as within
    from usable_stay
    left join crowd on usable_stay.dwelling_key = crowd.context_key
),

small as (
    select placed.*
    from placed
    anti join crowd on placed.place = crowd.context_key
    where placed.place is not null
),

overlap as (
    select
        a.person_id as person_1,
        b.person_id as person_2,
        greatest(a.starts_on, b.starts_on) as from_date,
        least(a.to_date, b.to_date) as to_date, -- null while both go on
        least(a.ends_before, b.ends_before) - greatest(a.starts_on, b.starts_on) as days,
        least(a.belief, b.belief) as belief,
        least(a.belief * a.list_belief, b.belief * b.list_belief) as sure,
        a as stay_1,
        b as stay_2
    from small as a
    inner join small as b on a.place = b.place and a.person_id < b.person_id
    where least(a.ends_before, b.ends_before) - greatest(a.starts_on, b.starts_on) >= $household_min_days::integer
),

sides as (
    select
        person_1,
        person_2,
        stay_1 as stay,
        stay_1.record_key as record_key_1,
        null::varchar as record_key_2,
        from_date,
        to_date,
        days,
        belief,
        sure
    from overlap
    union all
    select
        person_1,
        person_2,
        stay_2 as stay,
        null::varchar as record_key_1,
        stay_2.record_key as record_key_2,
        from_date,
        to_date,
        days,
        belief,
        sure
    from overlap
)

select
    person_1,
    person_2,
    record_key_1,
    record_key_2,
    'household' as kind,
    'derived' as class,
    'resident' as is_1,
    'resident' as is_2,
    -- judgement: half a belief for one shared day, nine tenths from a shared year on; less where others say one had left,
    -- and by the less believed of the two lists
    max(sure * (0.5 + 0.4 * least(1.0::double, days / 365.0::double))) as strength,
    stay.agency as agency,
    stay.dataset as dataset,
    stay.extract as extract,
    stay.source_row as source_row,
    'stays overlap' || min(stay.within) || ' ' || min(from_date)
    || case when bool_or(to_date is null) then ' and go on' else ' to ' || max(to_date) end
    || if(min(belief) < 1, '; other agencies have a later home', '') as says,
    min(from_date) as from_date,
    case when not bool_or(to_date is null) then max(to_date) end as to_date,
    null::varchar as grade,
    null::varchar as handling_code
from sides
group by person_1, person_2, record_key_1, record_key_2, stay.agency, stay.dataset, stay.extract, stay.source_row
