-- A telephone number in E.164 (ITU-T), read as of the UK unless it says otherwise (Ofcom: 0 and nine or ten digits,
-- mobiles 07 and nine). Null for placeholders: a digit seven times or more at the end, or digits counted up or down.
create or replace macro canonical_phone(given) as
    unless_empty(
        regexp_replace(
            regexp_extract(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(given, '(?i)\(0\)|(?:ext|extn|x)\.?\s*\d+\s*$', '', 'g'), '[^0-9+]', '', 'g'
                        ),
                        '^(?:(?:(?:\+|00)?440?|0)([1-35-9]\d{8,9})|([127]\d{9}))$', '+44\1\2'
                    ),
                    '^00', '+'
                ),
                '^\+(?:447\d{9}|44[1-35689]\d{8,9}|[1-35-9]\d{7,14}|4[0-35-9]\d{6,13})$'
            ),
            '^.*(?:0{7,}|1{7,}|2{7,}|3{7,}|4{7,}|5{7,}|6{7,}|7{7,}|8{7,}|9{7,}'
            || '|12345678|123456789|1234567890|987654321)$',
            ''
        )
    )
