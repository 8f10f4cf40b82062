-- Upper case with accents folded (É to E, Ø to O, ß to SS, Æ to AE) and apostrophes dropped, so that spellings of one
-- name compare equal. Plain ASCII, as many bytes as characters, takes the quick way.
create or replace macro folded(given) as
    case
        when strlen(given) = length(given) then replace(replace(upper(given), '''', ''), '`', '')
        else translate(
            replace(replace(replace(replace(replace(
                upper(strip_accents(upper(given))), 'ẞ', 'SS'), 'ß', 'SS'), 'Æ', 'AE'), 'Œ', 'OE'), 'Þ', 'TH'),
            'ØÐĐŁıƏĦŊŦ''`’‘´ʼ', 'ODDLIEHNT'
        )
    end
