-- The dwelling and time of a stay, from a row with an agency's usual columns of a dated address: to be unnested.
create or replace macro stay_at(given, address_type) as
    struct_pack(
        address_key := address_key(given.address_line_1, given.address_line_2, given.postcode),
        line := address_line(given.address_line_1, given.address_line_2),
        localities := localities(given.town, given.postcode),
        address := one_line(given.address_line_1, given.address_line_2, given.town),
        postcode := canonical_postcode(given.postcode),
        outcode := outcode(canonical_postcode(given.postcode)),
        uprn := canonical_uprn(given.uprn),
        kind := stay_kind(address_type, given.address_line_1),
        from_date := clean_date(given.from_date),
        to_date := clean_date(given.to_date)
    )
