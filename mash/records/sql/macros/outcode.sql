-- The outward part of a canonical postcode.
create or replace macro outcode(postcode) as split_part(postcode, ' ', 1)
