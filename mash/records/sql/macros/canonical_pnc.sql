-- A PNC id as `YYYY/NNNNNNNC`; null unless its check letter holds (sources.md D1). Short forms (81/34U, 033Y) lack century
-- and zeros: a year of two digits past the current one is of the century before. Serial 0 is a placeholder.
create or replace macro canonical_pnc(given, current_year) as
    list_transform(
        [regexp_extract(
            regexp_replace(
                upper(regexp_replace(given, '\s', '', 'g')),
                '^(\d{4}|\d\d)(\d{7}[A-Z])$|^(\d\d)(\d{1,6}[A-Z])$', '\1\3/\2\4'
            ),
            '^(19|20|)(\d\d)/(\d{1,7})([A-Z])$', ['century', 'year', 'serial', 'letter']
        )],
        lambda pnc : case
            when pnc.letter = '' or ltrim(pnc.serial, '0') = '' then null
            when pnc.letter <> police_letter(pnc.year || lpad(pnc.serial, 7, '0')) then null
            else coalesce(
                nullif(pnc.century, ''),
                (current_year // 100 - (pnc.year::int > current_year % 100)::int)::varchar
            ) || pnc.year || '/' || lpad(pnc.serial, 7, '0') || pnc.letter
        end
    )[1]
