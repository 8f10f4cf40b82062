-- Grain: leaves of the stays at withheld places that there is one. Its dates go too: two who came on one day to places that
-- are not told would be seen to be together.
update stay
set
    stay_id = agency || ':withheld:' || dataset || ':' || source_row,
    dwelling_key = null,
    address_key = null,
    line = null,
    localities = null,
    address = 'withheld location',
    postcode = null,
    outcode = null,
    uprn = null,
    kind = 'withheld location',
    from_date = null,
    to_date = null
where stay_id in (select leaving_stay.stay_id from leaving_stay)
