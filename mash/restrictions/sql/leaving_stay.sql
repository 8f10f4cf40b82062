-- Grain: one row per stay at a withheld place: given by its UPRN, by its line and postcode, by an address that others give
-- with one of those, or by its postcode and no line.
create or replace temp table leaving_stay as
with
seed as (
    select
        stay.uprn,
        stay.address_key,
        stay.postcode
    from stay
    inner join leaving_place as place
        on stay.uprn = place.uprn
        or (
            stay.postcode = place.postcode
            and (place.line is null or stay.line = place.line or starts_with(stay.line, place.line || ' '))
        )
),

beside as (
    select
        stay.uprn,
        stay.address_key,
        stay.postcode
    from stay
    where stay.address_key in (select seed.address_key from seed)
    union
    select * from seed
)

select
    stay.stay_id,
    stay.record_key,
    stay.uprn,
    stay.address_key,
    stay.postcode
from stay
where
    stay.uprn in (select beside.uprn from beside)
    or stay.address_key in (select beside.address_key from beside)
    or (
        stay.line is null
        and stay.postcode in (
            select beside.postcode from beside
            union
            select leaving_place.postcode from leaving_place
        )
    )
