-- A CRO number as `NNNNNN/YYC`, or `SFYY/N…C` whose serial is not padded; null unless its check letter holds
-- (sources.md D1). Serial 0, as in 000000/00Z, is a placeholder.
create or replace macro canonical_cro(given) as
    list_transform(
        [regexp_extract(
            upper(regexp_replace(given, '\s', '', 'g')),
            '^(?:SF(\d\d)/(\d{1,6})|(\d{1,6})/(\d\d))([A-Z])$', ['file_year', 'file_serial', 'serial', 'year', 'letter']
        )],
        lambda cro : case
            when cro.letter = '' or ltrim(cro.serial || cro.file_serial, '0') = '' then null
            when cro.serial = '' then
                case
                    when cro.letter = police_letter(cro.file_year || cro.file_serial)
                        then 'SF' || cro.file_year || '/' || cro.file_serial || cro.letter
                end
            when cro.letter = police_letter(cro.year || lpad(cro.serial, 6, '0'))
                then lpad(cro.serial, 6, '0') || '/' || cro.year || cro.letter
        end
    )[1]
