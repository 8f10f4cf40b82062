-- A unique property reference number: up to twelve digits, no leading zeros (sources.md D14). One digit over and over, or
-- digits counted up, are none.
create or replace macro canonical_uprn(given) as
    unless_empty(
        regexp_replace(
            regexp_extract(regexp_replace(trim(given), '^0+|\.0+$', '', 'g'), '^[1-9]\d{0,11}$'),
            '^(?:1{6,}|2{6,}|3{6,}|4{6,}|5{6,}|6{6,}|7{6,}|8{6,}|9{6,}|123456789\d*)$', ''
        )
    )
