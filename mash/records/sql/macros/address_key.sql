-- A home as `line|postcode`, the same for the usual ways of writing it; null when either part is too poor to place it.
create or replace macro address_key(line_1, line_2, postcode) as
    address_line(line_1, line_2) || '|' || canonical_postcode(postcode)
