-- A postcode whose unit has none of the letters C I K M O V: Royal Mail issues no unit with one (sources.md D4). NF1 is the
-- district of the placeholders of no fixed abode.
create or replace macro postcode_may_be_real(given) as
    is_postcode(given)
    and not regexp_matches(upper(given), '[CIKMOV].$|[CIKMOV]$')
    and not starts_with(upper(given), 'NF1')
