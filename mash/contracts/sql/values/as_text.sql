-- A cell without the white space around it; null when nothing is left.
create or replace macro as_text(given) as nullif(trim(given, concat(' ', chr(9), chr(10), chr(13), chr(160))), '')
