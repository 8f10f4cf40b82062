-- A unique pupil number, permanent or temporary (last character a letter, A=0); null unless its check letter and its
-- authority hold (DfE UPN guide; sources.md D11).
create or replace macro canonical_upn(given) as
    list_transform(
        [upper(regexp_replace(given, '\s', '', 'g'))],
        lambda upn : case
            when not regexp_full_match(upn, '[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]') then null
            when not is_local_authority(substr(upn, 2, 3)::int) then null
            when left(upn, 1) = upn_letter(try_cast(substr(upn, 2, 11) as bigint), right(upn, 1)) then upn
        end
    )[1]
