-- Grain: one row per stay. Its dwelling is the UPRN it gives; or the one UPRN that other stays give for the same address,
-- when they agree; or the address itself. A stay of no fixed abode is at no dwelling.
with known as (
    select address_key, min(uprn) as uprn
    from stay
    where uprn is not null and address_key is not null and kind <> 'no fixed abode'
    group by address_key
    having count(distinct uprn) = 1
),

placed as (
    select
        stay.stay_id,
        coalesce('uprn:' || coalesce(stay.uprn, known.uprn), 'addr:' || stay.address_key) as dwelling_key
    from stay
    left join known on stay.address_key = known.address_key
    where stay.kind <> 'no fixed abode'
)

update stay
set dwelling_key = placed.dwelling_key
from placed
where stay.stay_id = placed.stay_id and stay.dwelling_key is null and placed.dwelling_key is not null
