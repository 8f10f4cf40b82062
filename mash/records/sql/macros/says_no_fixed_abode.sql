-- Whether the first line of an address says that there is none.
create or replace macro says_no_fixed_abode(line) as
    regexp_matches(
        folded(line), '^\W*(?:N\W?F\W?A|(?:OF )?NO FIXED (?:ABODE|ADDRESS)|HOMELESS|ROUGH SLEEP\w*|SOFA SURFING)\b'
    )
