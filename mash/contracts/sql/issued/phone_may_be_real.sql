-- A number of the UK outside Ofcom's ranges for drama (its "Telephone numbers for use in TV and radio drama programmes") and
-- outside 0719, which has not been opened. A digit seven times or more at the end, or digits counted, is a placeholder; what is
-- written as no number of the UK is not judged.
create or replace macro phone_may_be_real(given) as
    is_phone(given)
    and list_filter(
        [regexp_extract(regexp_replace(given, '[^0-9+]', '', 'g'), '^(?:(?:\+|00)440?|440?|0)([1-35-9]\d{8,9})$', 1)],
        lambda national : national <> ''
        and not regexp_full_match(
            national,
            '(?:11[3-8]4960|1[2-6]14960|1914980|2079460|2896496|2920180|1632960|7700900|8081570|9098790|3069990)\d{3}'
            || '|719\d{7}'
        )
        and not regexp_matches(
            national,
            '(?:0{7,}|1{7,}|2{7,}|3{7,}|4{7,}|5{7,}|6{7,}|7{7,}|8{7,}|9{7,}|12345678|123456789|1234567890|987654321)$'
        )
    ) <> []
