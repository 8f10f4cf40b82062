-- A unique pupil number, permanent or temporary (last character a letter, A=0); null unless its check letter and its
-- authority hold (DfE UPN guide; sources.md D11). The letter stands for the sum of digit times position 2 to 13, modulo 23.
create or replace macro canonical_upn(given) as
    list_transform(
        [upper(regexp_replace(given, '\s', '', 'g'))],
        lambda upn : case
            when not regexp_full_match(upn, '[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]') then null
            when not is_local_authority(substr(upn, 2, 3)::int) then null
            when left(upn, 1) = substr(
                'ABCDEFGHJKLMNPQRTUVWXYZ',
                (
                    2 * substr(upn, 2, 1)::int + 3 * substr(upn, 3, 1)::int + 4 * substr(upn, 4, 1)::int
                    + 5 * substr(upn, 5, 1)::int + 6 * substr(upn, 6, 1)::int + 7 * substr(upn, 7, 1)::int
                    + 8 * substr(upn, 8, 1)::int + 9 * substr(upn, 9, 1)::int + 10 * substr(upn, 10, 1)::int
                    + 11 * substr(upn, 11, 1)::int + 12 * substr(upn, 12, 1)::int
                    + 13 * coalesce(
                        try_cast(right(upn, 1) as int), strpos('ABCDEFGHJKLMNPQRTUVWXYZ', right(upn, 1)) - 1
                    )
                ) % 23 + 1,
                1
            ) then upn
        end
    )[1]
